module-information-requests = Requests for information
module-information-requests-what = Takes and answers requests under the Law on Access to Information.
may-information-handle = Receive, register and answer requests for information
may-information-approve = Approve replies to requests for information
may-information-identity = See who asks for information
may-information-read = See the list and figures of requests for information

deadline-info-request-answer-in-person = Answer to a complex request brought in person
deadline-info-request-simple-by-post = Answer to a simple request sent by post

# Record
fact-petitions-information-requested = { $who } sent { $subject }.
fact-petitions-information-confirmed = { $who } confirmed the e-mail address of { $subject }.
fact-petitions-information-accepted = { $who } registered { $subject }.
fact-petitions-information-incomplete = { $who } asked for what is missing in { $subject }.
fact-petitions-information-completed = { $who } completed { $subject }.
fact-petitions-information-complex = { $who } announced the term of { $subject } (complex information).
fact-petitions-information-reply-written = { $who } wrote or changed a reply to { $subject }.
fact-petitions-information-secrets-checked = { $who } stated that no state secret is released by { $subject }.
fact-petitions-information-reply-submitted = { $who } submitted a reply to { $subject }.
fact-petitions-information-reply-returned = { $who } gave back a reply to { $subject }.
fact-petitions-information-extended = { $who } approved and announced a longer term for { $subject }.
fact-petitions-information-answered = { $who } approved the information for { $subject }.
fact-petitions-information-refused = { $who } approved the refusal of { $subject }.
fact-petitions-information-transferred = { $who } sent { $subject } on to the body responsible.
fact-petitions-information-delivered = { $who } received or handed over the information of { $subject }.
fact-petitions-information-reissued = { $who } sent a new delivery link for { $subject }.
fact-petitions-information-withdrawn = { $who } withdrew { $subject }.
fact-petitions-information-discarded = { $who } put { $subject } aside.
fact-petitions-information-identity-seen = { $who } looked at who sent { $subject }.
fact-petitions-information-identity-erased = The personal data of the requester of { $subject } were erased.
belongings-information = { $count ->
    [one] 1 request for information in charge of
   *[other] { $count } requests for information in charge of
}
fact-petitions-information-exported = { $who } exported the register of requests for information ({ $format }, { $count } lines).

# Words
information-number = request no. { $number }/{ $year }
information-code-label = request { $code }
information-numbered = No. { $number }
information-coded = Code { $code }
information-form-citizen = A citizen (form 01a)
information-form-organisation = An organisation or representative (form 01b)
information-form-citizen-blank = Form 01a: request of a citizen
information-form-organisation-blank = Form 01b: request through an organisation or enterprise
information-channel = How it came in
information-channel-web = Through the portal
information-channel-email = By e-mail
information-channel-post = By post or fax
information-channel-in-person = In person
information-channel-phone = By telephone
information-wish = How you want the information
information-wish-email = Electronic copy by e-mail
information-wish-email-hint = We send a link to your mailbox; free of charge.
information-wish-view = Read it at the office
information-wish-view-hint = We make an appointment.
information-wish-paper = Paper copy, fetched at the office
information-wish-paper-hint = You pay the real cost of copying only.
information-wish-post = Paper copy by post
information-wish-post-hint = You pay the real cost of copying and postage only.
information-state-arrived = Arrived
information-state-incomplete = Waiting for completion
information-state-accepted = Being answered
information-state-answered = Information provided
information-state-refused = Refused
information-state-transferred = Sent on to another body
information-state-withdrawn = Withdrawn
information-state-discarded = Put aside
information-reply-complete = Please complete your request
information-reply-notice = Notice of the term
information-reply-extension = Notice of a longer term
information-reply-answer = The information
information-reply-refusal = Notice of refusal
information-reply-transfer = Notice of transfer
information-reply-state-draft = Being written
information-reply-state-submitted = Waiting for approval
information-reply-state-returned = Given back
information-reply-state-sent = Sent

# Refusals
information-refused-not-now = This request has moved on; this can no longer be done. Open the page again to see how it stands.
information-refused-incomplete = Something is still missing; it can be registered once the requester has added it.
information-refused-another-reply = Another reply is being written. Send it or drop it first.
information-refused-before-approver = The reply waits for approval and cannot be changed now.
information-refused-only-complex = The term can be made longer only after a notice for complex information.
information-refused-extended-before = The term was made longer once; the law allows no second time.
information-refused-too-late = The term is over; a longer one has to be announced before that.
information-refused-secrets = Please state that you checked for state secrets.
information-refused-no-reason = Choose at least one of the law's reasons.
information-refused-own-reply = Nobody approves a reply they wrote.
information-refused-changed = Somebody has just changed this reply. Open the page again and read the newest text.
information-refused-no-address = The requester left no e-mail address, so no link can be sent.
information-refused-no-file = The requester wants an electronic copy: add at least one file.

# Public pages
information-lead = Citizens may ask state bodies for information these have made or hold.
information-tile-ask = Send a request
information-tile-ask-hint = Fill in the form, get a tracking code at once
information-tile-track = Follow a request
information-tile-track-hint = See how it stands, complete or withdraw it
information-tile-public = Already public
information-tile-public-hint = Look here first: it may be there
information-tile-figures = Figures
information-tile-figures-hint = Received, answered, refused, in time
information-what = What can be asked for?
information-what-text = Any information made by this body, save what citizens may not have access to (state secrets, what would harm common interests) and what has conditional access (business secrets, private life, personal and family secrets). What is public already needs no request.
information-how = Step by step
information-how-1 = Fill in the form; you get a tracking code and a key.
information-how-2 = Confirm your e-mail address by the link we send, if you left one.
information-how-3 = The office registers your request, answers it and tells you.
information-how-4 = Get the information by a link that works once, at the office, or by post.
information-when = How long does it take?
information-when-1 = Simple information at hand: { $simple } at most ({ $by_post } for requests by post or fax).
information-when-2 = Complex information: a notice within { $notice }, the result within { $answer } ({ $in_person } for requests brought in person).
information-when-3 = More time: once, { $extension } at most, announced with the reason.
information-when-4 = Incomplete requests: you are asked to complete them, and the time starts anew.
information-costs = Costs
information-costs-text = Information is free of charge. You pay the real costs of printing, copying and posting paper only.
information-forms = Forms to print and fill in by hand
information-contact = Who receives requests
information-contact-unit = Office
information-ask = Request for information
information-ask-lead = Your request goes to { $site }. Personal data is encrypted and seen by the officer responsible only.
information-which-form = Form
information-part-who = Who asks
information-part-what = What you ask for
information-organisation = Name of the organisation or enterprise
information-organisation-hint = Only for form 01b.
information-representative = Full name of the representative
information-name = Full name
information-office = Address of the organisation
information-residence = Where you live
information-residence-hint = House number, street, village, commune.
information-identity = Number of identity card or passport
information-identity-hint = Identity card of 12 or 9 digits, or passport.
information-identity-bad = Identity cards have 12 or 9 digits; passports have letters and digits.
information-issued = Issued when and where
information-issued-hint = For example: 15/03/2022, Police Department.
information-phone = Telephone
information-phone-bad = This is no telephone number; for example 0905 123 456.
information-fax = Fax, if any
information-email = E-mail
information-email-hint = Needed for an electronic copy.
information-email-bad = This is no e-mail address; for example name@example.vn.
information-email-wanted = Give an e-mail address for the electronic copy, or choose another way.
information-reach-missing = Leave a telephone number or an e-mail address.
information-title = Name of the document or information
information-title-hint = The clearer the faster: number, date, main content.
information-details = Details
information-details-hint = Optional. Which part, which time, how many copies.
information-purpose = Reason and purpose
information-purpose-hint = What the information is for.
information-privacy = Personal data is used to answer this request only and never made public.
information-consent = I will use the information for its purpose and by the law, and agree that the office processes my personal data to answer this request.
information-consent-missing = Please tick the box to send the request.
information-send = Send the request
information-sending = Sending…
information-sent = We have your request
information-sent-text = Write down or photograph the code and the key below. Whoever has both can see the request.
information-sent-keep = The key is shown on this page only.
information-sent-confirm = A letter was sent to your address. Please open it and confirm the address.
information-code = Tracking code
information-code-hint = For example: TT-ABCD-EFGH
information-secret = Key
information-secret-hint = Twelve characters in three groups.
information-received = Received
information-follow = See the request
information-track = Follow a request for information
information-track-lead = Enter the tracking code and the key you got when you sent the form.
information-track-do = See the request
information-track-none = No request was found with this code and key. Please check both.
information-own = Request { $code }
information-standing = State
information-register-number = Register number
information-due = Due
information-until = New last day: { $until }.
information-body-is = Body responsible: { $body }.
information-costs-are = Real costs: { $costs }.
information-sheet-open = Print version
information-print-request = Print the request
information-withdraw = Withdraw the request
information-withdraw-text = The office stops working on it. For the information you would have to send a new request.
information-withdraw-do = Withdraw this request
information-withdrawn-done = You have withdrawn the request.
information-addition = What is missing
information-addition-hint = Answer what the office asked for. This is encrypted like personal data.
information-addition-send = Send
information-completed-done = The office has what you added. The time starts anew today.

# Links
information-confirm-title = Confirm your e-mail address
information-confirm-text = Press the button to confirm that this is your address. The result will be sent there.
information-confirm-do = Confirm
information-confirmed-title = Address confirmed
information-confirmed-text = Thank you. The office will write to this address.
information-confirm-over-title = This link no longer works
information-confirm-over-text = The address was confirmed already, or the link is too old. Your request is being answered all the same; see how it stands on the look-up page.
information-deliver-title = Your information
information-deliver-once = The link works once, until { $until }. Press the button when you are ready to save the file.
information-deliver-do = Get the files
information-deliver-over-title = This link no longer works
information-deliver-over-text = The information was fetched by this link already, or the link is too old. If you did not get the files, ask the office for a new link.

# Figures
information-figures = Figures on requests for information
information-figures-title = Requests for information in { $year }
information-figures-lead = { $site }, as of { $date }, by year of arrival.
information-figures-received = Received
information-figures-decided = Decided
information-figures-in-time = Decided in time
information-figures-answered = Information provided
information-figures-refused = Refused
information-figures-transferred = Sent on to another body
information-figures-withdrawn = Withdrawn
information-figures-open = Being answered
information-figures-table = Results
information-figures-reasons = Reasons for refusal
information-figures-what = Result
information-figures-count = Requests
information-figures-share = Share
information-figures-years = Other years

# Letters
information-mail-received-subject = Confirm your address for request { $code }
information-mail-received =
    { $site } has received request for information { $code }.

    To confirm that this is your address, open this link (it works until { $until }):
    { $link }

    Follow the request with its code and key at:
    { $track }

    If you did not send this request, please ignore this letter.
information-mail-replied-subject = { $what } – request { $code }
information-mail-replied =
    { $site } sends you “{ $what }” about request for information { $code }.

    { $text }

    See and print it with the code and key at:
    { $track }
information-mail-ready-subject = The information you asked for is ready – { $code }
information-mail-ready =
    { $site } has answered request for information { $code }.

    Get the files by this link. It works once, until { $until }:
    { $link }

    If the download fails, ask the office for a new link.
information-remind-subject = Reminder: { $count } requests for information due or overdue
information-remind =
    { $site } has these requests for information to answer:

    { $lines }

    Open the desk: { $link }
information-remind-soon = - { $label }: due { $due }, { $days } working days left.
information-remind-late = - { $label }: due { $due }, { $days } working days overdue.

# Desk
information-desk-title = Requests for information to { $site }
information-desk-lead = Receive, register and answer under the Law on Access to Information.
information-desk-empty = No requests
information-desk-empty-text = Requests sent through the portal appear here. For those on paper, by post or telephone press “Enter a request”.
information-tabs = Requests for information
information-tab-open = Open
information-tab-waiting = Waiting for approval
information-tab-all = All
information-find = Find by words or code
information-filter = Filter
information-filter-do = Filter
information-year = Year of arrival
information-year-any = Any year
information-column-what = Information asked for
information-enter = Enter a request
information-enter-lead = For requests on paper, by post, e-mail or telephone. The time runs from when it truly arrived.
information-enter-save = Enter
information-received-hint = Local time at which the office truly received it.
information-received-bad = Give a past moment within the last 60 days.
information-back = Back
information-saving = Saving…
information-acts = What can be done
information-act-accept = Register
information-act-accept-says = It gets the next number of the year; you handle it.
information-act-completed = It is complete now
information-act-completed-says = When the requester completed it by another way. The time starts anew now.
information-act-discard = Put aside
information-act-discard-says = For spam, what is no request, or was never completed. Not counted.
information-act-handed-over = Handed over
information-act-handed-over-says = Notes that it was read, fetched or posted.
information-act-reissue = Send a new link
information-act-reissue-says = Goes to the requester's e-mail; the old link ends.
information-act-submit = Submit for approval
information-act-submit-says = Somebody else approves before it is sent.
information-act-send = Send to the requester
information-act-send-says = It is sent at once and shown on the requester's page.
information-act-edit = Change the text
information-act-drop = Drop the draft
information-act-drop-says = With its files. They cannot be brought back.
information-act-approve = Approve and send
information-act-approve-says = It is sent to the requester at once and cannot be called back.
information-act-return = Give back to the writer
information-act-identity = See who asks
information-act-identity-says = Each look is written into the record.
information-act-sheet = Print the request
information-act-sheet-says = It names the requester; the record says who printed it.
information-note = Why it comes back
information-returned-note = Why it came back
information-waits-for-approver = The reply waits for whoever may approve it.
information-secrets = I have checked: what is released is no state secret and does not fall under Articles 6 and 7 of the Law on Access to Information.
information-who = Who asks
information-who-sealed = Encrypted; open it only when the work needs it.
information-address-confirmed = E-mail confirmed
information-address-unconfirmed = E-mail not confirmed
information-identity-title = Who asks
information-identity-told = This look was written into the record with your name and the time.
information-not-registered = Not registered yet
information-officer = Handled by
information-unproved = Sent by a browser that did not pass the check against robots, and the address is not confirmed: look before you register it.
information-history = What happened
information-by-requester = The requester
information-delivered-at = Handed over
information-closed-at = Closed
information-file = File to release
information-file-hint = PDF, DOCX, pictures; 20 MB at most. Files are encrypted; only the requester gets them.
information-file-add = Add the file
information-file-remove = Remove
information-file-remove-which = Remove { $name }
information-write-complete = Ask for completion
information-write-complete-lead = When something is missing. The time stops until the requester adds it.
information-write-notice = Announce the term (complex information)
information-write-notice-lead = When it cannot be answered at once: when, where, how, costs.
information-write-extension = Longer term
information-write-extension-lead = Once, before the last day, with a reason. Somebody else approves.
information-write-answer = Provide the information
information-write-answer-lead = Write the answer, then add files and submit.
information-write-refusal = Refuse
information-write-refusal-lead = Only for the law's reasons. Somebody else approves.
information-write-transfer = Send on to another body
information-write-transfer-lead = When another body has to provide it. The requester is told.
information-write-text = Text to the requester
information-write-text-hint = As in a letter to a citizen. No personal data of others.
information-write-costs = Real costs
information-write-costs-hint = Printing, copying, posting only. Leave empty if nothing is charged.
information-write-body = Body responsible
information-write-until = New last day
information-write-reasons = Reasons of Article 28
information-write-save = Save the draft
information-until-hint = After the present last day and not after { $longest }.
information-until-bad = The new last day lies after the present one and within what the law allows.
information-draft-complete = Your request lacks what is needed to answer it. Please add:
information-draft-notice = The information you asked for has to be brought together from several files. It will be answered within the term of the law.
information-draft-extension = More time is needed to look for and bring together the information, because:
information-draft-answer = The information you asked for is as follows:
information-draft-refusal = The information you asked for is refused. In particular:
information-draft-transfer = Another body has to provide the information you asked for. Your request was sent on to it.
information-export = Register of the year
information-export-xlsx = Download XLSX
information-export-csv = Download CSV
information-register-title = Register of requests for information { $year }

# Print
information-sheet-form-citizen = Form 01a
information-sheet-form-organisation = Form 01b
information-sheet-nation = SOCIALIST REPUBLIC OF VIET NAM
information-sheet-motto = Independence – Freedom – Happiness
information-sheet-request = Request for information
information-sheet-to = To: { $name }
information-sheet-promise = I declare that the above is true, that I will use the information for its purpose and by the law, and pay the real costs, if any.
information-sheet-date = ………, day …… month …… year ……
information-sheet-sent = Sent { $date }
information-sheet-signer = REQUESTER
information-sheet-sign-hint = (signature and full name)
information-sheet-received = Sent through the portal, code { $code } ({ $label }).
information-sheet-number = On { $label }
information-sheet-day = { $date }
information-sheet-about = On { $date } { $site } received your request for information on “{ $title }”.
information-sheet-complete = Request for completion
information-sheet-complete-text = To answer your request we need the following:
information-sheet-notice = Notice on a request for information
information-sheet-notice-text = On the term, place, form and costs we tell you the following:
information-sheet-extension = Notice of a longer term
information-sheet-extension-text = The term is made longer for this reason:
information-sheet-answer = Information provided
information-sheet-answer-text = The information you asked for is as follows:
information-sheet-refusal = Notice of refusal
information-sheet-refusal-text = The information you asked for is refused for this reason:
information-sheet-transfer = Notice of transfer
information-sheet-transfer-text = Your request is sent on as follows:
information-sheet-complain = You may complain or go to court against the refusal as the law provides.
information-sheet-head = HEAD OF THE OFFICE
information-sheet-seal-hint = (signature, full name, seal)
