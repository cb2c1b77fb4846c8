"""What Wagtail and wagtail-localize say in the office, where their own Dutch is missing, wrong or hard to read.

Our catalogue goes before theirs. Nothing imports this file: it is here for `make messages` to find the texts.
"""

from django.utils.translation import gettext_noop, ngettext_lazy

LIBRARY_WORDS = (
    gettext_noop("Locale"),
    gettext_noop("Locales"),
    gettext_noop("locale"),
    gettext_noop("Locale: "),
    gettext_noop("Add a locale"),
    gettext_noop("Add locale"),
    gettext_noop("Delete locale"),
    gettext_noop("Select a new language"),
    gettext_noop("{} locales"),
    gettext_noop("Available in %(translations_total)s locales"),
    gettext_noop("Locale '{0}' created."),
    gettext_noop("Locale '{0}' updated."),
    gettext_noop("Locale '{0}' deleted."),
    gettext_noop("The locale could not be saved due to errors."),
    gettext_noop("Are you sure you want to delete this locale?"),
    gettext_noop("This locale cannot be deleted because there are pages and/or other objects using it."),
    gettext_noop("This locale's language code is not supported"),
    gettext_noop(
        "This locale's current language code is not supported. Please choose a new language or delete this locale."
    ),
    gettext_noop("Translation of %(instance)s into %(locale)s"),
    gettext_noop("Editing %(object_type)s %(title)s"),
    gettext_noop(
        'This page hasn\'t been translated yet. It is mirroring the <a href="%(edit_original_page_url)s" '
        'target="_blank">%(original_locale)s page</a>.'
    ),
    gettext_noop("The {model_name} '{object}' was successfully submitted for translation into {locales}"),
    gettext_noop("The page '{page_title}' was successfully submitted for translation into {locales}"),
    gettext_noop("Content type"),
    gettext_noop("Source title"),
    gettext_noop("Target"),
    gettext_noop("Sync translated pages"),
    gettext_noop("Sync translated snippets"),
    gettext_noop("Sync translated %(model_name)s"),
    gettext_noop("Sync translations of '%(title)s'"),
    gettext_noop("Why would I sync my page?"),
    gettext_noop(
        "Changes are not automatically applied between translated pages. Syncing will add new content "
        "for translation and remove deleted content."
    ),
    gettext_noop("The last sync date was %(last_sync_date)s. You are about to sync the following:"),
    gettext_noop("Update existing translations"),
    gettext_noop("Successfully updated translations for '{object}'"),
    gettext_noop(
        "Apply the updates and publish immediately. The changes will use the original language until translated."
    ),
    gettext_noop(
        "Apply the updates and publish immediately. The changes will use the original language until "
        'translated unless you also select "Use machine translation".'
    ),
    gettext_noop("Use machine translation"),
    gettext_noop("Apply machine translations to the incoming changes."),
    gettext_noop("Start Synced translation"),
    gettext_noop("Translation has been stopped."),
    gettext_noop("Translation has been restarted."),
    gettext_noop("Please upload a valid PO file."),
    gettext_noop("Successfully imported translations from PO File."),
    gettext_noop("Cannot import PO file that was created for a different translation."),
    gettext_noop("Successfully translated with {}."),
    gettext_noop("Published '{object}' in {locale} with missing translations - see below."),
    gettext_noop("Published '{object}' in {locale}."),
    gettext_noop(
        "New validation errors were found when publishing '{object}' in {locale}. Please fix them or "
        "click publish again to ignore these translations for now."
    ),
    gettext_noop(
        "The data model for '{model_name}' has been changed since the last translation sync. If any new "
        "fields have been added recently, these may not be visible until the next translation sync."
    ),
    gettext_noop("<{}> tag is not allowed. Strings can only contain standard HTML inline tags (such as <b>, <a>)"),
    gettext_noop("Strings cannot have any HTML tags with attributes (except for 'id' in <a> tags)"),
    gettext_noop("Unrecognised id found in an <a> tag: {}"),
    gettext_noop("Convert to alias %(title)s"),
    gettext_noop("Convert to alias"),
    gettext_noop("Convert to alias page"),
    gettext_noop("Yes, convert it"),
    gettext_noop("No, leave it as a page"),
    gettext_noop("Promoted search results"),
    gettext_noop("Recommended search result"),
    gettext_noop("Add a recommended result"),
    gettext_noop("Editor's picks for '%(query)s' created."),
    gettext_noop("Editor's picks for '%(query)s' updated."),
    gettext_noop("Editor's picks deleted."),
    gettext_noop("Are you sure you want to delete all promoted results for this search term?"),
    gettext_noop("Recommendations have not been created due to errors."),
    gettext_noop("Recommendations have not been saved due to errors."),
    gettext_noop("Please specify at least one recommendation for this search term."),
    gettext_noop("You must recommend a page OR an external link."),
    gettext_noop("Please only select a page OR enter an external link."),
    gettext_noop("You must enter an external link text if you enter an external link URL."),
    gettext_noop('Sorry, no promoted results match "<em>%(query_string)s</em>"'),
    gettext_noop(
        'No promoted results have been created. Why not <a href="%(wagtailsearchpromotions_add_url)s">add one</a>?'
    ),
    gettext_noop("No promoted results have been created."),
    gettext_noop("Promoted search result"),
    gettext_noop("Promoted results"),
    gettext_noop("Search term(s)"),
    gettext_noop(
        'No redirects have been created. Why not <a href="%(wagtailredirects_add_redirect_url)s">add one</a>?'
    ),
    gettext_noop("redirect"),
    gettext_noop("Add redirect"),
    gettext_noop("Permanent"),
    gettext_noop("permanent"),
    gettext_noop(
        "Recommended. Permanent redirects ensure search engines forget the old page (the 'Redirect "
        "from') and index the new page instead."
    ),
    gettext_noop("target page route"),
    gettext_noop(
        "Optionally specify a route on the target page to redirect to. Leave blank to redirect to the "
        "default page route."
    ),
    gettext_noop("redirect to any URL"),
    gettext_noop("redirect to a page"),
    gettext_noop("redirect from"),
    gettext_noop("The redirect could not be saved due to errors."),
    gettext_noop("The redirect could not be created due to errors."),
    gettext_noop("A redirect with this path already exists."),
    gettext_noop("Bold"),
    gettext_noop("Italic"),
    gettext_noop("Monospace (code)"),
    gettext_noop("Superscript"),
    gettext_noop("Subscript"),
    gettext_noop("Editor Guide"),
    gettext_noop("File"),
    gettext_noop("Default"),
    gettext_noop("Default?"),
    gettext_noop("hostname"),
    gettext_noop("Email link"),
    gettext_noop("Error 404"),
    gettext_noop("Error 404: Page not found"),
    gettext_noop("Go to Wagtail admin"),
    gettext_noop("Wagtail admin"),
    gettext_noop("Sites menu"),
    gettext_noop("Administrator"),
    gettext_noop("Administrators have full access to manage any object or setting."),
    gettext_noop("Use server language: %(language_name)s"),
    gettext_noop("Use server time zone"),
    gettext_noop("Leave blank if not changing."),
    gettext_noop(
        "Troubleshoot your connection to the site before proceeding. Open the editor in a separate tab "
        "to view the last saved version."
    ),
    gettext_noop("'%(page_title)s' has been moved successfully."),
    gettext_noop("Are you sure you want to unpublish this %(model_name)s?"),
    gettext_noop("Are you sure you want to delete this %(model_name)s?"),
    gettext_noop("Are you sure you want to delete this site?"),
    gettext_noop(
        'Alternatively you can <a href="%(unpublish_url)s">unpublish the page</a>. This removes the page '
        "from public view and you can edit or publish it again later."
    ),
    gettext_noop(
        "The root level is where you can add new sites to your Wagtail installation. Pages created here "
        "will not be accessible at any URL until they are associated with a site."
    ),
    gettext_noop(
        "Pages created here will not be accessible at any URL. To add pages to an existing site, create "
        "them as children of the homepage."
    ),
    gettext_noop('%(editor)s has updated comments on "%(title)s".'),
    gettext_noop('%(editor)s has updated comments on "%(title)s"'),
    gettext_noop(
        "%(start_index)s-%(end_index)s of %(items_count)s %(model_name)s in '<span "
        'class="w-title-ellipsis">%(title)s</span>\'.'
    ),
    gettext_noop("%(start_index)s-%(end_index)s of %(items_count)s %(model_name)s"),
    gettext_noop("%(action)s by <b>%(who)s</b> at <b>%(at)s</b>"),
    gettext_noop("%(status_display)s %(task_name)s %(started_at)s"),
    gettext_noop("%(related_model_name)s %(field_label)s"),
    gettext_noop("<b>'{title}' was locked</b> by <b>you</b> on <b>{datetime}</b>."),
    gettext_noop("This {model_name} is awaiting <b>'{task_name}'</b> in the <b>'{workflow_name}'</b> workflow."),
    gettext_noop("Only reviewers for this task can edit the %(model_name)s."),
    gettext_noop("Reviewers can edit this %(model_name)s – lock it to prevent other reviewers from editing"),
    gettext_noop("Only reviewers can edit and approve the %(model_name)s"),
    gettext_noop("Delete %(snippet_type_name)s"),
    gettext_noop("Delete "),
    gettext_noop("Are you sure you want to delete this %(snippet_type_name)s?"),
    gettext_noop("URL Generator"),
    gettext_noop("Restart workflow "),
    gettext_noop("Cancel workflow "),
    gettext_noop("Locking: "),
    gettext_noop("Page visibility: "),
    ngettext_lazy(
        "It will also delete %(translation_count)s translations and their combined "
        "%(translation_descendant_count)s translated child page.",
        "It will also delete %(translation_count)s translations and their combined "
        "%(translation_descendant_count)s translated child pages.",
    ),
    ngettext_lazy(
        "%(num_parent_objects)d user has been marked as inactive",
        "%(num_parent_objects)d users have been marked as inactive",
    ),
    ngettext_lazy(
        '%(total)s Image <span class="w-sr-only">created in %(site_name)s</span>',
        '%(total)s Images <span class="w-sr-only">created in %(site_name)s</span>',
    ),
    ngettext_lazy(
        "This will also move one translation of this page and its child pages",
        "This will also move %(translations_to_move_count)s translations of this page and their child pages",
    ),
    ngettext_lazy(
        "Deleting this page will also delete %(translation_count)s translation of this page.",
        "This will also delete %(descendant_count)s more child pages. Deleting this page will also "
        "delete %(translation_count)s translations of this page.",
    ),
    gettext_noop("1 snippet selected"),
    gettext_noop("%(objects)s snippets selected"),
    gettext_noop("All %(objects)s snippets on this screen selected"),
    gettext_noop("All snippets in listing selected"),
    gettext_noop("Select all snippets in listing"),
    gettext_noop("Can access Wagtail admin"),
    gettext_noop("You do not have permission to access the admin."),
    gettext_noop("Your pages and snippets in a workflow"),
    gettext_noop("Page/Snippet"),
    gettext_noop("Page/Snippet ID"),
    gettext_noop("Page/Snippet Type"),
    gettext_noop("Page/Snippet Title"),
    gettext_noop("No pages/snippets have been submitted for moderation yet"),
    gettext_noop("Assign your workflow to snippets"),
    ngettext_lazy("1 snippet type", "%(counter)s snippet types"),
    gettext_noop("Delete selected snippets"),
    ngettext_lazy("%(count)d %(model_name)s deleted.", "%(count)d %(model_name)s deleted."),
    gettext_noop("Are you sure you want to delete %(count)s %(snippet_type_name)s?"),
    gettext_noop("You don't have permission to delete this %(snippet_type_name)s"),
    gettext_noop("You don't have permission to delete these %(snippet_plural_name)s"),
    gettext_noop('Sorry, no snippets match "<em>%(search_query)s</em>"'),
    gettext_noop(
        "You haven't created any %(snippet_type_name)s snippets. Why not <a "
        'href="%(wagtailsnippets_create_snippet_url)s" target="_blank" rel="noreferrer">create one '
        "now</a>?"
    ),
    gettext_noop("Snippets"),
    gettext_noop("Select language for the admin"),
    gettext_noop("admin theme"),
    gettext_noop("Admin"),
    gettext_noop("Dashboard"),
    ngettext_lazy(
        '%(total)s Page <span class="w-sr-only">created in %(site_name)s</span>',
        '%(total)s Pages <span class="w-sr-only">created in %(site_name)s</span>',
    ),
    ngettext_lazy(
        '%(total)s Document <span class="w-sr-only">created in %(site_name)s</span>',
        '%(total)s Documents <span class="w-sr-only">created in %(site_name)s</span>',
    ),
    gettext_noop("Bulk actions"),
    gettext_noop("Site summary"),
)
