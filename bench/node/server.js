// The shape that people write by hand in Node: Express, the carrier's own library, and one row for each request.
//
// It checks the signature, reads the keys, keeps a row and answers with a menu; it knows one menu in one language,
// looks nothing up, and a repeated webhook is kept twice. BENCH_TOKEN, BENCH_PORT and BENCH_WORKERS say how it runs,
// PGHOST, PGUSER and PGDATABASE where it keeps rows.
"use strict";

const cluster = require("node:cluster");
const express = require("express");
const { Pool } = require("pg");
const twilio = require("twilio");

const SAYS = "For driving licences, press 1. For fees, press 2. For opening hours, press 3. For an officer, press 0.";
const INSERT =
  "INSERT INTO webhooks (call_sid, caller, called, digits, said, at) VALUES ($1, $2, $3, $4, $5, now() AT TIME ZONE 'UTC')";

function menu() {
  const response = new twilio.twiml.VoiceResponse();
  const gather = response.gather({ numDigits: 1, timeout: 6, action: "/voice/turn", actionOnEmptyResult: true });
  gather.say({ voice: "Polly.Amy-Neural", language: "en-GB" }, SAYS);
  return response.toString();
}

function serve() {
  const app = express();
  const pool = new Pool();
  app.use(express.urlencoded({ extended: false }));
  app.post("/voice/turn", twilio.webhook({ protocol: "http" }, process.env.BENCH_TOKEN), async (request, response) => {
    const form = request.body;
    await pool.query({
      name: "keep",
      text: INSERT,
      values: [form.CallSid, form.From, form.To, form.Digits || "", SAYS],
    });
    response.set("Connection", "close").type("text/xml").send(menu());
  });
  app.listen(Number(process.env.BENCH_PORT), "127.0.0.1", 2048);
}

if (cluster.isPrimary) {
  for (let worker = 0; worker < Number(process.env.BENCH_WORKERS); worker += 1) {
    cluster.fork();
  }
} else {
  serve();
}
