language-own-name = English
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
long-date = { $weekday }, { $date }

skip = Skip to the main content
home = Home
crumbs = You are here
menu = Main menu
menu-button = Menu
languages = Language
sign-in = Sign in
sign-out = Sign out
account = Account
search = Search
search-label = Search this site
search-hint = Search news, documents, procedures…
search-offers = Suggestions
search-offers-count = {"{n}"} suggestions
reading = Display options
reading-smaller = Smaller text
reading-larger = Larger text
reading-contrast = High contrast
reading-dark = Dark background
nation-motto = Socialist Republic of Viet Nam
province-committee = People's Committee of Quang Tri Province
pager = Pages
pager-newer = Newer
pager-older = Older

footer-owner = Governing body
footer-responsible = Responsible for content
footer-address = Address
footer-phone = Telephone
footer-fax = Fax
footer-email = E-mail
footer-licence = Licence
footer-links = Footer links
footer-privacy = Privacy policy
footer-accessibility = Accessibility statement
footer-rss = RSS feed
footer-reuse = Please name the source when you reuse this information.

sitemap = Site map
directory = Component sites
directory-lead = Departments, districts and communes of the province on one platform.
directory-find = Find a unit
directory-count = { "{n}" } matching sites
directory-none = No site matches.
directory-department = Departments
directory-district = Districts, towns and cities
directory-commune = Communes, wards and townships

quick-links = Quick links
tile-petition = Send a petition
tile-petition-hint = Questions and feedback to the unit
tile-consultation = Draft consultations
tile-consultation-hint = Comment on drafts
tile-documents = Documents
tile-documents-hint = By number or subject
tile-contact = Contact
tile-contact-hint = Address, telephone, e-mail
tile-about = About
tile-about-hint = Functions, duties, organisation
tile-notices = Notices
tile-notices-hint = What you need to know
tile-reception = Citizen reception
tile-reception-hint = Days, hours, place
tile-budget = Budget disclosure
tile-budget-hint = Estimates and accounts

error-not-found-title = Page not found
error-not-found-text = There is no page at this address. It may have moved, or the address may be incomplete.
error-gone-title = This content was taken down
error-gone-text = The unit has taken this content down.
error-gone-on = The unit took this content down on { $date }.
error-sign-in-title = Please sign in
error-sign-in-text = This page is for the unit's staff. Please sign in and try again.
error-denied-title = You do not have this right
error-denied-text = Your account may not do this. Ask the unit's administrator if you need to.
error-refused-title = This could not be done
error-refused-text = The request could not be carried out.
error-malformed-title = The form could not be read
error-malformed-text = What was sent is incomplete or too large. Please go back, check it and send it again.
error-too-many-title = Please wait a moment
error-too-many-text = Too many requests were sent in a short time.
error-too-many-wait = Too many requests were sent in a short time. Please try again in { $seconds } seconds.
error-busy-title = The system is busy
error-busy-text = This function is not available at the moment. Please try again in a few minutes; what you typed is still in your browser.
error-unstored-title = The file could not be stored
error-unstored-text = The server cannot store uploaded files at the moment, so nothing was recorded. Please go back and try again in a few minutes; what has no file attached can be sent as usual.
error-bug-title = Something went wrong on our side
error-bug-text = The fault was recorded. Please try again; if it happens again, tell us the number below.
error-suspended-title = This site is suspended
error-suspended-text = The site is suspended by decision of the managing authority.
error-number = Reference: { $number }
to-home = To the home page
to-sitemap = See the site map

desk = Desk
desk-menu = Administration
for-staff = For staff
view-site = View site
back-to-site = Back to the unit's home page

form-stale = The form was open for too long and has to be sent again. What you typed is still here; please check it and press send once more.
form-too-fast = The form was sent too quickly. Please wait a few seconds, check it and press send once more.
form-trap = Leave this field empty
form-faults = { $count ->
    [one] One thing needs correcting
   *[other] { $count } things need correcting
}
field-required = required
field-fault = Error:
field-left = { "{n}" } characters left
field-missing = not filled in
field-too-long = longer than { $max } characters
field-too-short = shorter than { $min } characters
field-broken-text = contains unreadable characters; type it again or paste it as plain text
field-no-such-choice = there is no such choice
rich-bold = Bold
rich-italic = Italic
rich-h2 = Heading
rich-h3 = Small heading
rich-ul = List
rich-ol = Numbered list
rich-quote = Quotation
rich-link = Link
rich-address = Link address
rich-clear = Clear formatting
rich-source = HTML source
rich-bar = Text formatting

role-collaborator = Collaborator
role-editor = Editor
role-approver = Approver
role-petition-officer = Petition officer
role-head = Head of unit
role-unit-administrator = Unit administrator
role-platform = Platform administrator

# Pages handed on, pages for paper
share = Share
share-copy = Copy link
share-copied = Copied
print-qr = QR code that leads to this article on the web
print-address = Address
print-day = Printed on { $date }
print-do = Print this page
print-back = Back to the article
print-source = Source

error-unproved-title = Please confirm that it is you
error-unproved-text = This is only for people who have confirmed who they are within the last 5 minutes. Enter your password or a code once more at the province's portal, then go on.
unproved-do = Confirm who I am
unproved-new-tab = (opens in a new tab)
unproved-send = What you typed was not sent and is still on this page. Press “Confirm who I am”, then come back to this page and press “Send again”.

last-sign-in = Your last sign-in: { $time } on { $date }, from the address { $address }.
last-sign-in-somewhere = Your last sign-in: { $time } on { $date }.
last-sign-in-failures = { $count ->
    [one] One attempt to sign in has failed since then.
   *[other] { $count } attempts to sign in have failed since then.
}
last-sign-in-not-me = Was it not you?
