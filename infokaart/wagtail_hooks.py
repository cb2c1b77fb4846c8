"""The office of who packs, in Wagtail."""

from infokaart.admin import figures_admin, hooks

hooks.register()
figures_admin.register()
