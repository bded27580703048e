"""The desk: the pages of supervisors, editors and administrators under `/desk/`.

A new page
  1. A function in the folder of its subject, with its route and the least role it takes above it:
     `@pages.get("/audit", role="administrator")`; a route without a role does not start. Its name is its endpoint.
     Whatever lies in these folders joins by itself. Figures come from `ivr.reports` and `ivr.storage`; what all
     folders stand on is in `frame`.
  2. A template beside it, called `desk/<folder>/<template>.html`, styles in `static/<folder>.css`,
     `{% extends "desk/frame/layout.html" %}`: blocks `title` (also the one h1), `content`, and if needed `head` and
     `above`. No inline script or style.
  3. Words in `{{ _("…") }}` or `gettext`, in English, with places such as {name}; Chinese in
     `ivr/translation/<locale>/<group>.po` for zh_Hant_HK and zh_Hans_CN. `tests/translation/` names what is missing.

What a page has at hand
  `desk` (frame/desk.py): `.database`, `.filed`, `.shelf`, `.edition`, `.spool`, `.settings`, `.now()`,
  `.department_of(hotline)`, `.hotlines_of(departments)`. `person()` (frame/person.py): who is signed in, with
  `.email`, `.may(role, department)`, `.departments(role)` (None means all). `must(role, department)` answers 404
  unless the person has it: ask it for every single call, case, message or edition; a list is asked with `departments`.
  A call belongs to the department of its hotline, cases, messages and entries to their own.
  `audit(action, subject, details, department=…)` before whatever shows a number, plays or exports, and after whatever
  was changed; its actions are listed in `auditing.py`, one line each.

Rules of pages
  GET changes nothing; every form is a POST with `{{ ui.csrf() }}`. Wrong input is answered 422 with
  `ui.error_summary(errors)` and `errors` of the field (`{id: sentence}`); success with `flash(words, "success")` and a
  redirect. Pieces: `ui.csrf, ui.time, ui.badge, ui.number, ui.error_summary, ui.field, ui.choice, ui.table, ui.pages,
  ui.empty, ui.conflict, ui.downloads` (frame/macros.html); filters `local_time`, `mask_number`, `in_readers_language`
  (a text by yue, cmn, en). Paging is by key, in the address (`after_of`, `page_after`, `first_page` of paging.py).
  Every page is answered with `Cache-Control: no-store`, downloads and recordings too.

Tests (tests/web/desk/conftest.py): `desk` is the app over the sample site with calls, cases and messages of transport
and water; `as_supervisor`, `as_editor`, `as_viewer` (of transport), `as_other` (supervisor of water),
`as_administrator` and `as_stranger` (not signed in) are clients whose `post` fills in the form's token by itself.
`browse(path, email, …)` opens a page in Chromium as one of them, and `barriers(page)` are axe-core's findings. Every
page is tried for roles, leaks and barriers without a word (test_roles.py, test_leaks.py, test_barriers.py); only a new
part of an address needs an example, in addresses.py. What a department owns belongs into planting.py.
"""
