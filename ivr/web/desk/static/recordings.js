// Says so where a recording cannot be played; the player alone stays silent.
for (const player of document.querySelectorAll("audio[data-silent]")) {
  player.addEventListener("error", () => {
    document.getElementById(player.dataset.silent).hidden = false;
  });
}
