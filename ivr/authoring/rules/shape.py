"""Rules that are kept before there is a site for the other rules to look at: the name of each, and its page.

They are checked where files are read and given their shape; what is told of them there bears these names.
"""

from collections.abc import Mapping
from inspect import cleandoc

from ivr.translation import Sentence, said

WRITTEN = {
    # Told by reading.py and site_files.py
    "missing-file": """A file that must be there is not.

    FAIL a site without `flows.yaml`
    PASS a site with it
    """,
    "unreadable-file": """A file that could not be read, or that lies outside the site's folder.

    FAIL a symbolic link to another folder
    PASS the file itself
    """,
    "too-large": """A file larger than 2 MB, which is no menu.

    FAIL a list of ten thousand streets in `menu.yaml`
    PASS the streets in a CSV file, as a table
    """,
    "not-utf-8": """A file that is not written in UTF-8, the one way of writing that has all languages.

    FAIL a file saved as Big5
    PASS the same saved as UTF-8
    """,
    "yaml-syntax": """A line that YAML cannot read, so that nothing below it can be either.

    The usual causes: a text with a colon, or one that begins with { [ @ or %, without quotes; a tab; a full-width colon;
    an apostrophe inside single quotes; `*:` for the star key.

    FAIL `en: Press 1: for visas`
    PASS `en: "Press 1: for visas"`
    """,
    "too-deep": """Settings nested deeper than any menu needs.

    FAIL brackets within brackets, more than twenty of them
    PASS what the manual shows
    """,
    "no-aliases": """References of YAML (`&name`, `*name`), which hide what a file says.

    FAIL `to: *officer`
    PASS `to: officer`
    """,
    "no-tags": """Tags of YAML (`!name`), which mean nothing here.

    FAIL `say: !important …`
    PASS `say: {yue: …}`
    """,
    "written-twice": """The same setting twice in one place; YAML would keep only the last without a word.

    FAIL two choices `1:` in one menu
    PASS `1:` and `2:`
    """,
    "nothing-written": """A setting with nothing behind its colon.

    FAIL `then:`
    PASS `then: officer`
    """,
    # Told by the models of files and nodes, and by the words they are told in, wording.py
    "version": """The file is written for another version of this system.

    `ivr upgrade` brings older files to this version; newer ones need a newer system.

    FAIL `version: 2`
    PASS `version: 1`
    """,
    "missing-setting": """A setting without which a node or a part of a file makes no sense.

    FAIL a `menu` without `choices`
    PASS a `menu` with at least one choice
    """,
    "unknown-setting": """A setting that this kind of node, or this part of a file, does not have.

    A misspelt setting would otherwise be left out without a word.

    FAIL `promt: …` in an `ask`, which has `say`
    PASS `say: …`
    """,
    "bad-kind": """A kind of node that does not exist.

    FAIL `kind: meny`
    PASS `kind: menu`
    """,
    "bad-value": """A value of the wrong sort: a word where a number is wanted, a group of settings where one text is.

    FAIL `most: often`
    PASS `most: 5`
    """,
    "bad-key": """A key that no telephone has.

    A caller presses one key: 0 to 9, `star` or `hash`.

    FAIL `12: {label: …, to: officer}`
    PASS `2: {label: …, to: officer}`
    """,
    "bad-span": """Neither a number nor a span of numbers.

    FAIL `digits: six`
    PASS `digits: 6-10`
    """,
    "bad-date": """A day or moment that does not exist, or a closure that ends before it begins.

    FAIL `review: 1/4/2027`
    PASS `review: 2027-04-01`
    """,
    "bad-day": """A day of the week that does not exist or has its hours already.

    FAIL `friday-monday: 09:00-12:00`
    PASS `friday-sunday: 09:00-12:00`
    """,
    "bad-hours": """Hours that cannot be read, overlap, or end before they begin.

    FAIL `saturday: 9-12`
    PASS `saturday: 09:00-12:00`
    """,
    "bad-list": """Rows that cannot be listened to, or chosen from.

    Rows that are told page by page are told at most five at a time, each in words of its own; callers stay there until they
    choose one, or go another way. Whoever chooses one goes on somewhere.

    FAIL `several: {choose: {keep: [slot]}}`
    PASS `several: {choose: {keep: [slot], then: confirm}}`
    """,
    "bad-placeholder": """Braces in a text that make no place to fill.

    A place is a plain name between braces. Braces that are to be spoken are written twice.

    FAIL `Your {licence fee}` or `Your {fee`
    PASS `Your {fee}`
    """,
    "text-without-language": """A text without its languages.

    FAIL `say: Hello.`
    PASS `say: {yue: 你好。, cmn: 你好。, en: Hello.}`
    """,
    "choice-leads-nowhere": """A choice with neither `to` nor `answer`, or with both.

    FAIL `1: {label: …}`
    PASS `1: {label: …, to: fees}`
    """,
    "asks-for-one-thing": """An `ask` that says nothing of what is asked for, or more than one thing.

    FAIL `digits: 8` and `date: past` in one node
    PASS `digits: 8`
    """,
    "private-and-secret": """An entry that is both private and secret. What is secret is more than private already.

    `private: yes` is said to its own caller and kept nowhere else; `secret: yes` is not even said.

    FAIL `private: yes` and `secret: yes` in one node
    PASS `secret: yes`
    """,
    "decides-by-nothing": """Cases without anything that decides between them, or the other way round.

    In what an enquiry has `found`, `on` names the column, `cases` its values, and `otherwise` where all others go on.

    FAIL `found: {on: state, then: services}`
    PASS `found: {on: state, cases: {paid: all_paid}, otherwise: services}`
    """,
    "kept-badly": """Columns of a row that are kept under a name that is taken.

    FAIL `match: {number: number}` with `found: {keep: [number, due]}`
    PASS `match: {number: number}` with `found: {keep: [due]}`
    """,
    "check-without-digits": """A check digit where no digits are asked for.

    FAIL `date: past` with `check: luhn`
    PASS `digits: 8` with `check: luhn`
    """,
    "setting-without-another": """A setting of an `ask` beside which the one is missing that it belongs to.

    FAIL `number: 0-7` with `within: 10 days`
    PASS `date: future` with `within: 10 days`
    """,
    "date-without-direction": """A date of which nobody can tell in which direction from today it lies.

    FAIL `date: any` with `form: ddmm`, so that no year is keyed
    PASS `date: future` with `form: ddmm`: the next such day is meant
    """,
    "question-of-one-sort": """A question of a rating that says nothing of what may be answered, or more than one thing.

    FAIL `scale: 0-10`, which takes two keys
    PASS `scale: 0-9`
    """,
    "bad-within": """A distance from today that is no number of days or weeks.

    FAIL `within: a month`
    PASS `within: 30 days`
    """,
    "bad-letter": """What a star stands for is not one letter.

    FAIL `star: yes`
    PASS `star: A`
    """,
    # Told by tables/ and recordings.py
    "bad-table": """A table that does not say in one way where its rows come from, or whose query its database refuses.

    A query is tried where the address of the department's own database is set, with values that hardly anybody has.

    FAIL a table with both `file` and `database`
    PASS `file: venues.csv`, a CSV file beside the menu
    """,
    "not-csv": """A table's file that is no CSV: a workbook under another name, another character set, a quotation mark left open.

    CSV is read as spreadsheets save it: in UTF-8 or UTF-16, with commas, semicolons, tabs or bars between the cells, with
    or without a first line such as `sep=;`, and with the line ends of any system. Other character sets are not guessed at,
    as callers would hear the wrong names; what the file looks like is told instead.

    FAIL an Excel workbook that was renamed `venues.csv`, or CSV in Big5
    PASS the same saved as "CSV UTF-8"
    """,
    "bad-row": """A row of a table's CSV file that cannot be loaded.

    `ivr check` reads every row as loading does, however many there are. Of each file the first ten mistakes are told one
    by one, then how many more there are. Columns that the menu does not declare are passed over.

    FAIL `31/02/2026` in a column of dates, or five cells where there are six columns
    PASS `2026-02-28`, and as many cells as the first line has names
    """,
    "doubtful-date": """A column whose dates might be read day first or month first, and nothing shows which.

    `03/04/2026` is read as the third of April. Where some date of the same column, such as `25/04/2026`, can only be read
    day first, all of them are taken so without a word; a date such as `04/25/2026` is a mistake.

    FAIL `03/04/2026` and `05/06/2026`, and no other dates in the column
    PASS `2026-04-03`, or `03/04/2026` with `25/04/2026` in the same column
    """,
    "spoilt-table": """What a spreadsheet ruins in a table without a word.

    Zeros at the beginning of a number are taken away, so that callers key eight digits and the cell has six. A formula
    leaves `#N/A`. A cell is empty in one language and filled in another. A table has its first line and no row. Or a
    number cannot be keyed, since its check digit is wrong; which one is right is told.

    FAIL `100230` in a column that is matched with `digits: 8`
    PASS `00100230`
    """,
    # Told by checking/accepting.py
    "stale-acceptance": """A warning is accepted that is not there, or no longer.

    `accepted` names the rule of a warning, and why it may stand: in a node what is warned of there, at the top of a
    `menu.yaml` or of `flows.yaml` what is warned of elsewhere in that file. It is then listed as accepted, and `--strict`
    lets it pass. Errors cannot be accepted.

    FAIL `accepted: {service-options: …}` in a menu of four choices
    PASS the same in a menu of nine choices, where the reason is that a law names them all
    """,
    "bad-recording": """A recording that a carrier could not play.

    FAIL an MP3 file named `.wav`
    PASS WAV with one channel, PCM or µ-law, 8000 to 48000 samples a second
    """,
}
PAGES: Mapping[str, Sentence] = {name: said(cleandoc(page)) for name, page in WRITTEN.items()}
