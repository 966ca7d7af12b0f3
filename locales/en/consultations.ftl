module-consultations = Consultations
module-consultations-what = Lays drafts before the public; gathers, accepts and explains what comes in.

may-consultations-write = Write consultations, invite bodies, write answers to opinions
may-consultations-moderate = See who sent opinions, publish them or not
may-consultations-approve = Approve consultations and tables of answers that somebody else wrote

consultations = Consultations on drafts

## Lists and public pages
consult-list-lead = Drafts of documents of the province's authorities. Everybody, and every organisation, may comment while a consultation is open; every opinion is gathered and answered.
consult-list-none = No draft fits
consult-list-none-text = New drafts appear here with the time for comments.
consult-block = Open consultations
consult-filter = Narrow the list
consult-filter-do = Show
consult-filter-all = All
consult-group-open = Open
consult-group-announced = Opening soon
consult-group-answering = Being answered
consult-group-finished = Finished
consult-days-word = days left
consult-today = Today
consult-last-day = last day
consult-until = Until { $at }
consult-opens-on = Opens at { $at }
consult-closed-on = The time for comments ended: { $at }
consult-opinions-count = { $count ->
    [one] { $count } opinion
   *[other] { $count } opinions
}
consult-general-count = { $count ->
    [one] { $count } opinion on the whole draft
   *[other] { $count } opinions on the whole draft
}
consult-days-left = { $count ->
    [0] Today is the last day
    [one] { $count } day left
   *[other] { $count } days left
}
consult-open-text = Opinions are taken until { $at }. You can comment on the whole draft, or on each article and clause below.
consult-announced-text = The draft and its documents are published when the consultation opens.
consult-closed-text = The drafting body is gathering and answering opinions. The result will be published on this page.
consult-comment-general = Comment on the draft
consult-comment-hint = Choose “Comment” below the article or clause you care about.
consult-comment = Comment
consult-comment-too = Send your opinion
consult-read-all = Read { $count } published opinions
consult-finished-title = The opinions have been answered
consult-see-table = See the table of opinions and answers
consult-issued = Document issued:
consult-issued-on = of { $date }
consult-documents = Documents
consult-contents = Contents
consult-draft-public = The draft
consult-open-data = Open data (JSON)
consult-bodies-public = Bodies asked to comment
consult-opinions-all = Published opinions
consult-opinions-at = Opinions on { $place }
consult-opinions-none = No opinion is published yet
consult-opinions-none-text = Opinions are published after the receiving office has looked at them.
consult-nameless-person = Name not published
consult-nameless-organisation = An organisation, name not published
consult-proposed = Proposed wording:
consult-place-general = The whole draft
consult-table-published = Published on { $at }.
consult-table-files = Download the table
consult-extended = Extended
consult-extended-from = it was to close at { $from }; reason: { $reason }
consult-ended-early = Ended early
consult-law = Time the law wants

## Sending an opinion
consult-comment-title = Comment on the draft
consult-said-place = About
consult-said-place-hint = Choose an article or clause, or leave “The whole draft”.
consult-said-body = Your opinion
consult-said-proposal = Wording you propose
consult-said-proposal-hint = If you would write this article or clause differently. Not required.
consult-said-file = File
consult-said-file-hint = One PDF, DOCX or picture of at most 20 MB. It is not published. If the form has to be sent again, please choose the file again.
consult-said-sender = Who is commenting
consult-said-organisation = Name of the body, organisation or company
consult-said-organisation-hint = Only when commenting on behalf of an organisation.
consult-said-name = Full name
consult-said-name-hint = On behalf of an organisation: the name of its representative.
consult-said-email = E-mail
consult-said-email-hint = To get a confirmation. Not required.
consult-said-phone = Telephone
consult-said-address = Address
consult-said-consent = Consent
consult-said-received = Day it was received
consult-sender-person = A person
consult-sender-organisation = A body, organisation or company
consult-who = About you
consult-who-hint = This is encrypted. Only the receiving officers see it, and it is not published unless you allow it.
consult-show-name = Publish my name (or the organisation's) with the opinion
consult-show-name-hint = If left empty the opinion is published without a name.
consult-consent = I agree that the receiving office uses what I have filled in to gather and answer opinions.
consult-privacy = Privacy policy
consult-no-consent = we may only take your opinion if you agree
consult-send = Send
consult-sending = Sending…
consult-sent = We have received your opinion
consult-sent-text = Thank you. An officer looks at it before it is published; it is then gathered and answered in the table of answers.
consult-sent-mail = If you gave an e-mail address, please open the message we have just sent and confirm.
consult-one-more = Comment on something else
consult-back-public = Back to the draft
consult-not-now = No opinions are taken now
consult-confirm = Confirm your opinion
consult-confirm-text = Press the button to confirm that you sent an opinion with this e-mail address.
consult-confirm-do = Confirm
consult-confirmed = Confirmed
consult-confirmed-text = Thank you. Your opinion is confirmed.
consult-mail-confirm-subject = Confirm your opinion on a draft
consult-mail-confirm-text =
    Dear Sir or Madam,

    { $site } has received your opinion on the draft “{ $title }”.

    To confirm, please open this address and press “Confirm”:
    { $address }

    If you did not send it, please ignore this message.

## Bodies that are asked
consult-invited-title = Comments of a body on the draft
consult-invited-text = This page is for { $body } only. Comments are taken until { $at }. Please do not pass its address on.
consult-invited-later = The consultation has not opened yet.
consult-invited-said = What you have sent
consult-invited-speak = Comment on the draft
consult-invited-more = Comment on something else
consult-read-draft = Read the draft
consult-agree-title = Agree with the whole draft
consult-agree = Agree with all of it
consult-agrees = Agrees with the whole draft.
consult-letter = Official letter
consult-letter-hint = PDF, DOCX or a picture of at most 20 MB. Not required.
consult-body-waiting = No answer yet
consult-body-agreed = Agrees
consult-body-answered = Commented
consult-mail-invitation-subject = Please comment on a draft: { $title }
consult-mail-invitation-text =
    To: { $body }

    { $unit } is consulting on the draft “{ $title }”. Please study it and comment before { $closes }.

    You can comment on each article and clause, or answer that you agree, at an address of your own:
    { $address }

    Contact: { $contact }

    { $site }
consult-mail-reminder-subject = Reminder to comment on a draft: { $title }
consult-mail-reminder-text =
    To: { $body }

    The consultation of { $unit } on the draft “{ $title }” closes at { $closes }. We have not received your answer yet. Please comment, or answer that you agree, at:
    { $address }

    Contact: { $contact }

    { $site }

consult-mail-withdrawal-subject = Consultation withdrawn: { $title }
consult-mail-withdrawal-text =
    To { $body }

    { $unit } has withdrawn the consultation on the draft “{ $title }” before it opened. Please do not send an opinion for now. The reason:

    { $note }

    When the draft is laid open again, we shall send a new invitation. Contact: { $contact }

    { $site }
## Desk: list and form
consult-desk-title = Consultations on drafts
consult-desk-lead = Write, submit, follow opinions, and make the table of answers.
consult-none = No consultation yet
consult-none-text = Begin with the draft's title and period, then upload the draft.
consult-new = New consultation
consult-new-lead = After this step you upload the draft and its documents. Nothing is public until it is approved.
consult-edit = Edit the consultation
consult-leave = What you typed is not saved. Leave the page?
consult-save = Save
consult-cancel = Cancel
consult-tabs = By state
consult-tab-all = All
consult-tab-draft = Being written or approved
consult-tab-open = Open
consult-tab-answering = Being answered
consult-tab-finished = Finished
consult-title = Title of the draft
consult-title-hint = In full, as on the draft's first page.
consult-kind = Kind of document
consult-summary = What it is about
consult-summary-hint = A few sentences that tell people what it is about and whom it concerns.
consult-field = Field
consult-field-hint = For example: Health, Land, Education
consult-unit = Drafting body
consult-period = Period
consult-period-hint = It opens and closes by itself at these minutes. Once approved the closing can be put off, never brought forward.
consult-opens-at = Opens
consult-closes-at = Closes
consult-receive = Where opinions are taken
consult-address = Address for letters
consult-address-hint = For those who write a letter or come in person
consult-email = E-mail
consult-contact = Contact person
consult-contact-hint = Name, division, telephone
consult-minimum = { $days } days, by { $citation }
consult-minimum-of = Open for at least { $days } days ({ $citation }).
consult-no-minimum = The law sets no shortest time.
consult-unsure = The source has yet to be checked against the original text.
consult-papers-of = Documents: { $names }.
consult-from-to = { $from } to { $to }
consult-bad-email = this is no e-mail address
consult-closes-before = it must close after it opens
consult-closes-past = this moment is past
consult-closes-too-early = { $at } at the earliest (at least { $rule })
consult-no-moment = give day and time, such as 24/11/2026 08:00
consult-no-day = give a day, such as 24/11/2026

consult-doc-draft = Draft
consult-doc-submission = Submission note
consult-doc-impact = Impact assessment
consult-doc-comparison = Comparison, explanatory note
consult-doc-other = Other document
consult-doc-table = Table of opinions and answers

## A consultation's page
consult-stage-draft = Draft
consult-stage-submitted = Waits for approval
consult-stage-announced = Opening soon
consult-stage-open = Open
consult-stage-closed = Closed
consult-stage-answering = Being answered
consult-stage-table-submitted = Table waits for approval
consult-stage-finished = Finished
consult-step-write = Write
consult-step-approve = Approve
consult-step-open = Consult
consult-step-answer = Answer
consult-step-finish = Finished
consult-state = State
consult-side = State and next steps
consult-left = Time left
consult-author = Author
consult-approved-by = Approved by
consult-bodies = Bodies asked
consult-bodies-count = { $answered } of { $all } answered
consult-opinions = Opinions received
consult-opinions-waiting = Opinions to look at
consult-table = Table of answers
consult-rows-answered = { $answered } of { $all } answered
consult-see-public = See the public page
consult-obstacles = Still missing
consult-lacks = Document missing: { $name }
consult-lacks-text = There is no text yet to comment on by article and clause
consult-acts = What you can do
consult-acts-none = There is nothing for you to do now.
consult-acts-own = You wrote or submitted this, so somebody else has to approve it.
consult-history = History
consult-refused = This could not be done
consult-came-back = Sent back
consult-documents-none = No files yet.
consult-file = File
consult-file-hint = PDF or DOCX, at most 20 MB
consult-file-role = Document
consult-file-add = Upload
consult-file-remove = Remove
consult-no-picture = only PDF or DOCX files are taken
consult-draft = Text of the draft
consult-draft-do = Take in or edit the text
consult-draft-see = See how it is cut
consult-act-gui-duyet = Submit for approval
consult-act-gui-duyet-says = Goes to whoever may approve. It cannot be edited meanwhile.
consult-act-sua = Edit
consult-act-sua-says = Title, kind, period, where opinions are taken.
consult-act-van-ban = Take in or edit the text
consult-act-van-ban-says = From a Word file or pasted; see how articles and clauses are cut.
consult-act-co-quan = Bodies asked
consult-act-co-quan-says = Each has a page of its own to comment or to agree.
consult-act-duyet = Approve and announce
consult-act-duyet-says = Shown at once; it opens and closes by itself. Invitations are sent.
consult-act-tra-lai = Send back
consult-act-tra-lai-says = Back to its author, with a reason.
consult-act-y-kien = Look at opinions
consult-act-y-kien-says = Publish or not, put same ones together, enter letters.
consult-act-gia-han = Extend
consult-act-gia-han-says = Puts the closing off; the old time stays to be seen.
consult-act-rut = Withdraw
consult-act-rut-says = It has not opened, so it can still be withdrawn: it leaves the site and is a draft again.
consult-act-ket-thuc = End early
consult-act-ket-thuc-says = No opinion is taken from now on; the reason is shown to everybody.
consult-act-tong-hop = Table of opinions and answers
consult-act-tong-hop-says = Make it from the opinions, write answers, download Word or Excel.
consult-act-tong-hop-gui-duyet = Submit the table
consult-act-tong-hop-gui-duyet-says = Every row needs its answer. It cannot be edited meanwhile.
consult-act-tong-hop-duyet = Approve and publish the table
consult-act-tong-hop-duyet-says = The table and both files are published; the consultation is finished.
consult-act-ban-hanh = Link the issued document
consult-act-ban-hanh-says = Number, date and address of the document that came of this draft.

consult-event-drafted = began the consultation
consult-event-changed = edited it
consult-event-submitted = submitted it
consult-event-returned = sent it back
consult-event-approved = approved it
consult-event-opened = The consultation opened
consult-event-extended = extended it
consult-event-ended-early = ended it early
consult-event-withdrawn = withdrew it before it opened
consult-event-sender-seen = looked at who sent an opinion
consult-event-senders-erased = The personal data of whoever sent an opinion were erased
consult-event-closed = The consultation closed
consult-event-body-invited = invited a body
consult-event-body-removed = took a body off the list
consult-event-body-reminded = A body was reminded
consult-event-body-answered = A body answered
consult-event-opinion-received = An opinion came
consult-event-opinion-confirmed = A sender confirmed an opinion
consult-event-opinion-published = published an opinion
consult-event-opinion-refused = did not publish an opinion
consult-event-opinions-grouped = put same opinions together
consult-event-table-gathered = made the table from the opinions
consult-event-row-answered = answered a row
consult-event-rows-merged = merged rows
consult-event-table-submitted = submitted the table
consult-event-table-returned = sent the table back
consult-event-finished = approved and published the table
consult-event-issued = linked the issued document

consult-done-them = Begun. Now upload the draft and its documents.
consult-done-sua = Saved.
consult-done-tep = File uploaded.
consult-done-xoa-tep = File removed.
consult-done-cat = Text saved and cut anew.
consult-done-tai = Text taken from the file. Please look at how it is cut.
consult-done-gui-duyet = Submitted.
consult-done-duyet = Approved and announced.
consult-done-tra-lai = Sent back.
consult-done-gia-han = Extended.
consult-done-rut = Withdrawn. The consultation is a draft and can be changed and submitted again.
consult-done-ket-thuc = Ended.
consult-done-ban-hanh = Document linked.
consult-done-co-quan = List of bodies updated.
consult-done-bo-co-quan = Taken off the list.
consult-done-cong-bo = Opinion published.
consult-done-khong-cong-bo = The opinion is not published.
consult-done-gop = Put together.
consult-done-chon-hai = Choose two lines or more first.
consult-done-them-giay = Opinion entered.
consult-done-lap = Table made from the published opinions.
consult-done-dong = Answer saved.
consult-done-gui-bang = Table submitted.
consult-done-hoan-tat = Table published. The consultation is finished.

## The draft's text
consult-draft-lead = The text is cut by chapter, article, clause and point, so that people comment at the right place.
consult-draft-file = Word file of the draft
consult-draft-file-hint = A .docx file of at most 20 MB. The file itself is offered for download too.
consult-draft-again = Another file takes the place of the text that is there.
consult-draft-take = Take the text from the file
consult-reading = Reading…
consult-not-docx = a Word file (.docx) is needed; PDF files go under Documents
consult-docx-unreadable = no text could be read from this file; open it in Word and save it as .docx, or paste the text below
consult-draft-edit = Paste or edit the text
consult-draft-text = Text
consult-draft-text-hint = Each chapter, article, clause and point begins on a new line.
consult-draft-cut = Save and cut anew
consult-cut = How the text is cut
consult-cut-none = There is no text yet.
consult-cut-counts = { $articles } articles, { $clauses } clauses, { $points } points
consult-cut-as = Part
consult-cut-words = Begins with
consult-marks = Where the cut is wrong, put a mark at the beginning of the line and save
consult-marks-heading = the line is a chapter, section, article, clause or point
consult-marks-text = the line is text and belongs to what stands above
consult-marks-tail = from here on it is the end (recipients, signature)
consult-back = Back to the consultation

## Sending back, extending, issuing
consult-ask-return = Send back with a reason
consult-return-says = The author sees the reason on this page.
consult-return-note = Reason
consult-return-do = Send back
consult-ask-extend = Extend the consultation
consult-extend-says = The new time and the reason are published beside the old time. It cannot be shortened.
consult-extend-now = It closes now at: { $at }
consult-extend-closes-at = New closing
consult-extend-reason = Reason
consult-extend-reason-hint = It is published.
consult-extend-do = Extend
consult-ask-withdraw = Withdraw the consultation
consult-withdraw-says = The page of the draft is taken down at once. Bodies that were invited get a letter with the reason, and are invited anew when the consultation is approved anew.
consult-withdraw-note = Why it is withdrawn
consult-withdraw-note-hint = Read by its authors and by the bodies that were invited.
consult-withdraw-do = Withdraw
consult-ask-end = End the consultation early
consult-end-says = From this moment no opinion is taken, and it cannot be opened again. The former time and the reason are published.
consult-end-reason = Why it ends early
consult-end-do = End now
consult-ask-issue = Link the issued document
consult-issue-says = The draft's page will lead to it. Draft, opinions and table keep their addresses.
consult-issue-number = Number
consult-issue-date = Date of issue
consult-issue-title = Title of the document
consult-issue-url = Address
consult-issue-url-hint = A path of this site (beginning with /) or an address with https://
consult-issue-do = Link
consult-bad-url = the address must begin with / or https://

## Bodies (desk)
consult-bodies-lead = The Fatherland Front, departments, communes, associations. Each gets an address of its own and is reminded three working days before the closing.
consult-bodies-none = No body is asked yet.
consult-bodies-add = Add bodies
consult-bodies-hint = One a line: name; e-mail. Where there is no e-mail, give the name only and send the address with a letter.
consult-bodies-keep = Add to the list
consult-bodies-send = Add and invite
consult-body = Body
consult-body-asked = Asked
consult-body-link = Its own address, to go with a letter:
consult-body-reminded = reminded at { $at }
consult-body-remove = Remove
consult-bad-body = the line “{ $line }” is not: name; e-mail
consult-too-many-bodies = too many lines; add them in several goes

## Looking at opinions
consult-moderation = Opinions
consult-moderation-lead = Opinions are shown only after they are published. Those that disagree are published and answered as well.
consult-queue-waiting = To look at
consult-queue-published = Published
consult-queue-refused = Not published
consult-queue-waiting-none = Nothing to look at
consult-queue-published-none = Nothing is published yet
consult-queue-refused-none = Nothing here
consult-queue-none-text = New opinions appear under “To look at”.
consult-group = Put same opinions together
consult-group-hint = Choose opinions that say the same; they share a row of the table, and each sender still counts.
consult-choose = Choose
consult-opinion = Opinion
consult-opinion-number = No. { $number }
consult-opinion-title = Opinion no. { $number }
consult-place = About
consult-source = Came
consult-source-portal = Through this site
consult-source-paper = On paper
consult-source-invited = From a body asked
consult-received = Received
consult-same-as = says the same as no. { $number }
consult-with-file = with a file
consult-back-queue = Back to the opinions
consult-as-sent = As it was sent
consult-publish-title = What is published
consult-publish = Publish
consult-decide-place = About
consult-decide-body = Text to publish
consult-decide-body-hint = Leave out personal data and insults only; keep the meaning. What was sent is kept as well.
consult-decide-proposal = Proposed wording
consult-decide-reason = Why it is not published
consult-decide-note = Note
consult-decide-note-hint = Seen by staff only.
consult-alone = Take it out of the group of same opinions
consult-refuse-title = Do not publish this opinion
consult-refuse = Do not publish
consult-sender = Sender
consult-sender-hint = Private: for receiving only, never to be written into what is published.
consult-sender-look = Show the sender
consult-sender-look-says = Each look is written down.
consult-sender-erased = Who sent it was erased: the time for which it is kept is over, or they asked for it.
consult-organisation = Organisation
consult-name = Name
consult-sender-address = Address
consult-phone = Telephone
consult-email-state = Confirmation
consult-email-none = No e-mail given
consult-email-asked = Not confirmed
consult-email-confirmed = Confirmed
consult-name-shown = Name may be published
consult-yes = Yes
consult-no = No
consult-decided-by = Decided by
consult-paper = Enter an opinion from paper
consult-paper-lead = Opinions that came by post, by official letter or in person while the consultation was open.
consult-paper-show-name = The sender agrees that the name is published
consult-paper-save = Enter
consult-received-hint = As stamped on arrival.
consult-received-outside = must lie within the consultation, { $from } to { $to }

## The table
consult-table-title = Table of opinions, what was accepted and what was explained
consult-table-lead = Every opinion is answered: accepted, accepted in part, or explained.
consult-table-of = On { $title }
consult-table-dated = Quảng Trị, { $day }/{ $month }/{ $year }
consult-table-file = table-of-answers
consult-table-summary = Bodies asked: { $bodies }; answered: { $answered }. Opinions: { $opinions }, gathered in { $rows } rows.
consult-table-empty = There were no opinions on the draft.
consult-table-later = The table is made after the consultation has closed.
consult-table-begin = Make the table
consult-table-begin-says = { $published } published opinions go into the table in the order of the draft. { $waiting } have yet to be looked at; they can be taken in later.
consult-table-fresh = { $count } published opinions are not in the table yet.
consult-table-take-in = Take them in
consult-nation = SOCIALIST REPUBLIC OF VIETNAM
consult-motto = Independence - Freedom - Happiness
consult-column-number = No.
consult-column-place = Matter, article, clause
consult-column-actors = From
consult-column-content = Opinion
consult-column-answer = Accepted or explained
consult-actors-people = { $count ->
    [one] { $count } person, name not published
   *[other] { $count } people, names not published
}
consult-actors-organisations = { $count ->
    [one] { $count } organisation, name not published
   *[other] { $count } organisations, names not published
}
consult-verdict-accepted = Accepted
consult-verdict-accepted-hint = The draft is changed accordingly.
consult-verdict-partly = Accepted in part
consult-verdict-partly-hint = Say what is accepted, and why the rest is not.
consult-verdict-explained = Explained
consult-verdict-explained-hint = The draft stays; say why.
consult-rows-all = All rows
consult-rows-open = Not answered
consult-row-open = Not answered
consult-row-edit = Edit
consult-row-write = Answer
consult-row-content = Opinion
consult-row-content-hint = May be put shorter without changing its meaning.
consult-row-verdict = Result
consult-row-answer = Answer
consult-row-answer-hint = The article changed, or the grounds for leaving it.
consult-row-save = Save the answer
consult-row-save-mine = Save mine
consult-merge = Merge the chosen rows
consult-merge-hint = They become one with the first; all texts are kept.
consult-two-editors = Somebody else has just saved this row
consult-two-editors-text = { $name } saved it at { $at }. Yours stands below untouched; compare, put together what is needed, and save.
consult-theirs = { $name }'s text
consult-yours = Your text
consult-download-docx = Download Word
consult-download-xlsx = Download Excel

## Refusals
consult-no-draft = Only a draft can be edited and submitted.
consult-no-submitted = This consultation does not wait for approval.
consult-no-own-work = Whoever wrote or submitted it may not approve it. Somebody else has to.
consult-no-changed = It has changed since you opened the page. Please look again, then approve.
consult-no-documents = Documents missing: { $names }.
consult-no-too-short = The consultation is too short: at least { $days } days by { $citation }, that is until { $at }.
consult-no-time-past = The closing is past. Send it back to be changed.
consult-no-not-later = the new closing must be later than { $at }; it cannot close earlier
consult-no-not-running = The consultation has closed, or was not approved yet.
consult-no-not-announced = Only what was approved and has not opened yet can be withdrawn.
consult-no-not-yet = The consultation has not opened yet. Opinions are taken from { $at }.
consult-no-no-longer = The consultation closed at { $at }. Thank you for your interest; the answers will be published on the draft's page.
consult-no-still-open = The table is made after the consultation has closed.
consult-no-table-locked = The table waits for approval or is published, so nothing can be changed any more.
consult-no-table = The table is not in the right state for this.
consult-no-rows-open = { $count ->
    [one] { $count } opinion is not answered yet.
   *[other] { $count } opinions are not answered yet.
}
consult-no-opinions-wait = { $count ->
    [one] { $count } opinion has yet to be looked at.
   *[other] { $count } opinions have yet to be looked at.
}
consult-no-own-table = Whoever wrote in the table or submitted it may not approve it. Somebody else has to.
consult-no-not-finished = The issued document is linked after the table is published.
consult-no-opinion-settled = This opinion stands in the table and can no longer be changed.

## The record
fact-petitions-consultation-drafted = { $who } began the consultation “{ $subject }”.
fact-petitions-consultation-changed = { $who } edited the consultation “{ $subject }”.
fact-petitions-consultation-submitted = { $who } submitted the consultation “{ $subject }”.
fact-petitions-consultation-returned = { $who } sent the consultation “{ $subject }” back: { $note }
fact-petitions-consultation-approved = { $who } approved the consultation “{ $subject }”.
fact-petitions-consultation-opened = The consultation “{ $subject }” opened.
fact-petitions-consultation-extended = { $who } extended the consultation “{ $subject }”: { $note }
fact-petitions-consultation-withdrawn = { $who } withdrew the consultation “{ $subject }” before it opened: { $note }
fact-petitions-consultation-ended-early = { $who } ended the consultation “{ $subject }” early: { $note }
fact-petitions-consultation-sender-seen = { $who } looked at who sent an opinion on “{ $subject }”.
fact-petitions-consultation-senders-erased = The personal data of whoever sent an opinion on “{ $subject }” were erased.
fact-petitions-consultation-closed = The consultation “{ $subject }” closed.
fact-petitions-consultation-body-invited = { $who } invited { $name } to comment on “{ $subject }”.
fact-petitions-consultation-body-removed = { $who } took { $name } off the list for “{ $subject }”.
fact-petitions-consultation-body-reminded = { $name } was reminded of “{ $subject }”.
fact-petitions-consultation-body-answered = { $name } answered on “{ $subject }”.
fact-petitions-consultation-opinion-received = An opinion on “{ $subject }” came.
fact-petitions-consultation-opinion-confirmed = A sender confirmed an opinion on “{ $subject }”.
fact-petitions-consultation-opinion-published = { $who } published an opinion on “{ $subject }”.
fact-petitions-consultation-opinion-refused = { $who } did not publish an opinion on “{ $subject }”.
fact-petitions-consultation-opinions-grouped = { $who } put same opinions on “{ $subject }” together.
fact-petitions-consultation-table-gathered = { $who } made the table of “{ $subject }”.
fact-petitions-consultation-row-answered = { $who } answered an opinion on “{ $subject }”.
fact-petitions-consultation-rows-merged = { $who } merged rows of the table of “{ $subject }”.
fact-petitions-consultation-table-submitted = { $who } submitted the table of “{ $subject }”.
fact-petitions-consultation-table-returned = { $who } sent the table of “{ $subject }” back: { $note }
fact-petitions-consultation-finished = { $who } published the table of “{ $subject }”.
fact-petitions-consultation-issued = { $who } linked the document issued from “{ $subject }”.
