"""The test telephone in a browser: a keypad, what is said, and a log, over the very webhooks a carrier calls."""

from ivr.web.phone.views import Calls, PageHotline, phone_page

__all__ = ["Calls", "PageHotline", "phone_page"]
