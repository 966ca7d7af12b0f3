state-draft = Draft
state-submitted = Awaiting approval
state-refused = Returned
state-approved = Approved
state-published = Published
state-withdrawn = Withdrawn

verdict-submitted = Submitted
verdict-approved = Approved
verdict-refused = Returned
verdict-published = Published
verdict-withdrawn = Withdrawn

type-article = Article
type-page = Page

refusal-own-text = Whoever wrote or began an item may not approve or return it.
refusal-wrong-state = This cannot be done while the item is “{ $state }”.
refusal-text-changed = A newer text was saved after you opened this page. Please look at it before you decide.
refusal-not-approved = Nobody else has approved this text, so it cannot be published.
refusal-nothing-public = Readers do not see this item; there is nothing to withdraw.
refusal-reason-missing = Please choose one of the regulation’s reasons.
refusal-reason-unknown = The regulation has no such reason.
refusal-note-missing = Please say why.

section-refusal-no-such-parent = There is no such section above in the same language.
section-refusal-below-itself = A section cannot stand below itself.
section-refusal-required = The law requires this section; it cannot be removed.
section-refusal-has-sections = Other sections stand below this one; it cannot be removed.
section-refusal-has-items = Items stand in this section; it cannot be removed.
section-refusal-slug-taken = Another section has this name in its address.

field-author = Author
field-source = Source
field-source_url = Address of the source
field-caption = Caption
fault-source-url = must be an address that begins with http:// or https://

article-published = Published
article-corrected = Last corrected
article-source = Source
article-attachments = Attachments
article-read = Listen
article-read-stop = Stop
article-print = Print version
article-related = Published earlier


section-below = Sections below
section-all = All
section-empty-title = Nothing here yet
section-empty-text = Information in this section will be added.

block-lead = Top stories
block-latest = Latest news
block-more = See all

page-about = Introduction
page-contact = Contact
page-privacy = Privacy policy
page-accessibility = Accessibility statement

module-content = Editing
module-content-what = Writing, approving and publishing articles and pages; sections and files.
module-articles = Articles
module-articles-what = Article pages, sections, and the news blocks of the home page.
module-pages = Static pages
module-pages-what = Introduction, contact and other pages that do not pass with the day.
module-feeds = RSS and Atom feeds
module-feeds-what = Lets readers and other websites follow the news by RSS or Atom.

desk-items = Articles and pages
desk-files = Pictures and files
desk-sections = Sections
