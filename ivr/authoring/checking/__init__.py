"""The check: a site, its files, menus by themselves or a draft in, an edition or the problems out, and their report."""
