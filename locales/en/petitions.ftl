module-petitions = Petitions and questions
module-petitions-what = Receives, forwards, answers and publishes what people and organisations send.
petition-kind-question = Question
petition-kind-reflection = Reflection
petition-kind-proposal = Proposal
petition-channel-web = Sent through the portal
petition-channel-mail = Sent by e-mail
petition-channel-paper = On paper
petition-channel-phone = By telephone
petition-channel-reception = At citizen reception
petition-state-received = Just received
petition-state-registered = Being dealt with
petition-state-forwarded = Forwarded to the unit in charge
petition-state-answered = Answered
petition-state-outside = Outside our competence
petition-state-refused = Cannot be accepted
petition-state-withdrawn = Withdrawn by the sender
petition-state-merged = Merged with the same petition
petition-code-broken = A tracking code has the letters KN, two digits of the year and eight characters, for example KN-26-7F3K-9M2Q.
petition-code-slip = A character is wrong. Please look at your receipt again.
fact-petitions-petition-received = The portal received { $what ->
    [question] question
    [reflection] report
   *[proposal] proposal
 } { $code }.
fact-petitions-petition-confirmed = The sender of { $subject } confirmed the address.
fact-petitions-petition-added = The sender added to { $subject }.
fact-petitions-petition-withdrawn = The sender withdrew { $subject }.
fact-petitions-sender-erasure-asked = The sender of { $subject } asked for their personal data to be erased.
fact-petitions-sender-erased = The personal data of the sender of { $subject } were erased.
petition-letter-head = Dear Sir or Madam,
petition-letter-foot =
    Follow the handling with your tracking code and secret code at:
    { $url }

    { $unit }
    This letter was sent automatically; please do not reply to it.
petition-letter-promised = An answer is expected by { $on } at the latest.
petition-letter-files =
    Files that go with this answer, to be downloaded from the page of your submission:
    { $files }
petition-letter-received = Letter of receipt
petition-letter-forwarded = Letter on passing it to the unit in charge
petition-letter-progress = Progress letter
petition-letter-answered = Letter of answer
petition-letter-outside = Letter on where to turn
petition-letter-refused = Letter of refusal
petition-letter-merged = Letter on joining the same matter
petition-letter-withdrawn = Letter on withdrawal
petition-letter-deadline-moved = Letter on a changed deadline
petition-letter-asked = Letter asking for more
petition-letter-received-subject = { $code } was received
petition-letter-received-text =
    { $unit } received your { $kind } at { $at }.

    Tracking code: { $code }
    Secret code: { $secret }
    Please keep both, and tell nobody the secret code.

    What happens next:
    - it is passed to the unit in charge by { $forward } at the latest;
    - you get an answer, or a progress notice, by { $answer } at the latest.

    Please open this link and press “Confirm”, so that we know that this address is yours:
    { $confirm }
    The deadlines do not wait for it. If you did not send this, please disregard the letter.
petition-letter-forwarded-subject = { $code } was passed to the unit in charge
petition-letter-forwarded-text =
    What you sent under { $code } was passed to { $name }, which answers by { $answer } at the latest.
petition-letter-progress-subject = Progress of { $code }
petition-letter-progress-text =
    On what you sent under { $code }, the unit in charge lets you know:
petition-letter-answered-subject = { $code } has been answered
petition-letter-answered-text =
    On what you sent under { $code }, the competent authority answers:
petition-letter-outside-subject = Where to turn with { $code }
petition-letter-outside-text =
    What you sent under { $code } is outside the competence of the authorities of this province.
petition-letter-refused-subject = { $code } was not accepted
petition-letter-refused-text =
    What you sent under { $code } cannot be accepted.
petition-letter-merged-subject = { $code } is handled with the same matter
petition-letter-merged-text =
    What you sent under { $code } is the same as a matter already received and will be answered with it. You will get a letter then.
petition-letter-withdrawn-subject = { $code } was withdrawn
petition-letter-withdrawn-text =
    As you asked, what you sent under { $code } was withdrawn and is not handled further.
petition-letter-deadline-moved-subject = The deadline of { $code } has changed
petition-letter-deadline-moved-text =
    Because the working calendar changed, the deadline for answering { $code } moved from { $from } to { $to }.
petition-letter-asked-subject = More is needed for { $code }
petition-letter-asked-text =
    To handle what you sent under { $code }, the unit in charge asks you for more:
petition-kind-question-what = Ask about a policy, a rule, or how something is done.
petition-kind-reflection-what = Report what is going on: a broken road, rubbish, how you were served, a rule that does not work.
petition-kind-proposal-what = Propose that an authority does or changes something.
petition-state-received-what = The reception desk is looking at it.
petition-state-registered-what = It is in the register and being handled.
petition-state-forwarded-what = The unit in charge is handling it.
petition-state-answered-what = The answer is below.
petition-state-outside-what = Under “What has happened” you find where to turn.
petition-state-refused-what = The reason is under “What has happened”.
petition-state-withdrawn-what = It is not handled further.
petition-state-merged-what = It will be answered with the same matter received before.
petition-start-title = Send a question, report or proposal
petition-start-lead = It is received, passed to the right authority, and answered. You need no account.
petition-start-what = What do you want to send?
petition-start-else = What goes elsewhere
petition-start-else-lead = These have laws of their own and are not sent by this form. Choose one to see where it goes and what is needed.
petition-start-read = Before you write
petition-start-answered = Answered questions and proposals
petition-start-figures = Figures on handling
petition-start-long = How long does it take?
petition-start-basis = Basis: { $citation }
petition-start-long-text = It is passed to the authority in charge within { $forward }. You get an answer, or a progress notice that names a day, within { $answer } of receipt.
petition-start-calendar = See the working calendar and how days are counted
petition-start-contact = In person
petition-track-title = Follow what you sent
petition-track-lead = Enter the two codes of your receipt or of the letter of receipt. Capitals and dashes do not matter.
petition-track-code = Tracking code
petition-track-secret = Secret code
petition-track-do = Look up
petition-track-wrong = Wrong, or the secret code is. If you sent it on another authority’s site, look it up there.
petition-track-lost = Lost the codes? Call or visit the receiving office; if you gave an e-mail address, they are in the letter of receipt.
petition-guide-where = Where it goes
petition-guide-paper = What it must say
petition-guide-law = Law
petition-guide-address = Citizen reception of { $unit }: { $address }.
petition-guide-reception = See the reception schedule
petition-guide-services = Open the National Public Service Portal
petition-guide-back = Back to choosing what to send
petition-guide-khieu-nai = Complaint
petition-guide-khieu-nai-title = Making a complaint
petition-guide-khieu-nai-what = You hold that an administrative decision or act, or a disciplinary decision, is unlawful and harms your own rights.
petition-guide-khieu-nai-where =
    First to whoever made the decision, or to the authority whose official acted. If you disagree with the first outcome, a second time to the head of the authority above, or to the court.

    Hand it in, post it, or state it at citizen reception. The time limit is 90 days from the day you received or learned of the decision or act.
petition-guide-khieu-nai-paper =
    The complaint states: the date; your name and address; name and address of whoever is complained about; the matter, reasons and documents; what you ask for.

    It is signed or marked with a fingerprint. A representative brings an authorisation.
petition-guide-khieu-nai-law = Law on Complaints 02/2011/QH13; Law on Citizen Reception 42/2013/QH13.
petition-guide-to-cao = Denunciation
petition-guide-to-cao-title = Making a denunciation
petition-guide-to-cao-what = You inform the competent authority of a breach of law by an official, an authority or somebody else.
petition-guide-to-cao-where =
    To the head of the authority directly above the person denounced; if that person is the head, to the authority above.

    Hand it in, post it, or state it at citizen reception. Your name and address are kept secret.
petition-guide-to-cao-paper =
    The denunciation states: the date; your name, address and how to reach you; the breach; who committed it.

    It is signed or marked with a fingerprint, and you answer for what it says.
petition-guide-to-cao-law = Law on Denunciations 25/2018/QH14; Law on Citizen Reception 42/2013/QH13.
petition-guide-toi-pham = Crime
petition-guide-toi-pham-title = Reporting a crime
petition-guide-toi-pham-what = You see or know of what may be a crime: theft, fraud, assault, drugs, arson.
petition-guide-toi-pham-where =
    In an emergency call 113 (police), 114 (fire and rescue) or 115 (ambulance) at once.

    Otherwise go to the nearest commune or ward police, an investigation agency or the procuracy. They are open at all times.
petition-guide-toi-pham-paper = No paper is needed: what you say is written down. Say what happened, where, when and who was involved, and keep messages and pictures.
petition-guide-toi-pham-law = Criminal Procedure Code 101/2015/QH13, Articles 144 and 145.
petition-guide-ho-so = Administrative dossiers
petition-guide-ho-so-title = Filing and following an administrative dossier
petition-guide-ho-so-what = You need a paper, want to file a dossier, or see how far yours is.
petition-guide-ho-so-where =
    File online on the National Public Service Portal, or at the nearest commune or ward public administration service centre.

    Follow it with the dossier number on your receipt.
petition-guide-ho-so-paper = Each procedure has its own list of papers on the National Public Service Portal. Nobody may ask for more than is on the list.
petition-guide-ho-so-law = Decree 118/2025/NĐ-CP on the one-stop shop.
petition-guide-thong-tin = Request for information
petition-guide-thong-tin-what = You need a document that an authority made or holds.
petition-form-page = Send a question, report or proposal
petition-form-lead = Fill in what is marked “required”. When it is sent you get a code to follow it.
petition-form-matter = The matter
petition-form-kind = You send
petition-form-title = Title
petition-form-title-hint = One sentence that says what it is, for example: Street light in Hà village out for two months
petition-form-body = Details
petition-form-body-hint = What it is, since when, whom you told, what you wish.
petition-form-field = Field
petition-form-field-choose = Choose a field
petition-form-place = Where
petition-form-place-hint = Village, quarter, commune or ward; leave empty if there is none
petition-form-files = Pictures and documents
petition-form-files-hint = At most { $most } files of at most { $size } each: JPEG, PNG, WebP, GIF pictures; PDF; DOCX. On a telephone you can take a photo now. The place where it was taken is removed from it.
petition-form-files-many = at most 5 files; the rest were not taken
petition-form-files-too-much = too much in all; the rest was not taken
petition-form-files-gone = a file sent before is gone; please choose it again
petition-form-files-not-now = files cannot be kept just now; please choose them again and send in a few minutes, or send the text first and add the files later
petition-form-file-refused = “{ $name }” was not taken
petition-form-text-far-too-long = far too long to be taken; please shorten it or attach it as a file
petition-form-kept = Files received
petition-form-kept-hint = Take the tick away from a file that is not to be sent.
petition-form-sender = Who sends it
petition-form-sender-hint = Seen by the officers who receive and handle it only. It is encrypted and never made public without your consent.
petition-form-name = Full name
petition-form-organisation = Organisation
petition-form-organisation-hint = Only when you write for one
petition-form-address = Address
petition-form-address-hint = Village or street, commune or ward, province
petition-form-phone = Telephone or e-mail
petition-form-phone-field = Telephone
petition-form-phone-hint = A telephone number or an e-mail address is needed to answer you
petition-form-email = E-mail
petition-form-email-field = E-mail
petition-form-email-hint = With e-mail you get a letter at each step
petition-form-unreachable = one of the two is needed
petition-form-phone-wrong = this is no telephone number
petition-form-email-wrong = this is no e-mail address; one looks like name@example.com
petition-form-wishes = Publication and consent
petition-form-name_shown = My name may be shown when the answer is published
petition-form-name_shown-hint = Without this it is left out.
petition-form-confidential = Do not publish this
petition-form-confidential-hint = Question and answer go to you alone.
petition-form-consent = I consent to the receiving office and the unit in charge processing these personal data in order to answer me
petition-form-consent-hint = You can see them and ask for them to be erased at any time with your codes.
petition-form-consent-missing = without consent we may not receive and answer it
petition-form-privacy = Privacy policy (opens elsewhere)
petition-form-do = Send
petition-form-sending = Sending…
petition-form-lost = Not sent: the connection is lost. Text and files are still on this page; press send again once you are connected.
petition-form-away = Not received: the system is interrupted. What you wrote is still below. Please keep this page and press send again in a few minutes.
petition-form-too-many = Too much was sent from your network just now, so this was not received. It is still below; please wait a minute and press send again.
petition-form-keep-found = This browser still has what you typed at { "{time}" }.
petition-form-keep-restore = Use it
petition-form-keep-drop = Drop it
petition-receipt-title = Receipt
petition-receipt-done = Received at { $at }.
petition-receipt-lead = Please write down or print both codes. The secret code is shown only now.
petition-receipt-at = Received
petition-receipt-print = Print the receipt
petition-receipt-follow = Follow it
petition-receipt-next = What happens next
petition-receipt-letter = If you gave an e-mail address, a letter that says the same is on its way. Please open it and confirm the address; the deadlines do not wait for that.
petition-receipt-secret-gone = It is in the letter of receipt.
petition-step-forward = Passed to the authority in charge by
petition-step-answer = Answered, or told how far it is, by
petition-copy = Copy
petition-copied = Copied
petition-slip-title = Receipt of a question, report or proposal
petition-slip-how = Scan the code or open the address below and enter both codes to follow it. Give the secret code to nobody.
petition-confirm-title = Confirm your e-mail address
petition-confirm-ask = Did you send { $code } at { $at }? Press the button to confirm that this address is yours.
petition-confirm-do = Confirm
petition-confirm-done = The address of { $code } is confirmed. Thank you.
petition-confirm-track = Follow what you sent
petition-follow-title = How far { $code } is
petition-follow-unit = Unit in charge: { $unit }
petition-follow-timeline = What has happened
petition-follow-due = Deadlines
petition-follow-by = By { $on }
petition-follow-sent = What you sent
petition-follow-sent-open = Read it again
petition-follow-public = Publication
petition-follow-confidential = Not published
petition-follow-name-shown = May be published with the name
petition-follow-name-hidden = May be published without the name
petition-follow-acts = What you can do
petition-follow-close = Leave this page
petition-follow-close-hint = Leave it on a shared device. After 30 minutes without use it closes by itself.
petition-follow-closed = This is closed, so nothing can be added or withdrawn. If there is something new, please send it anew and name the old code.
petition-letters = Letters to you
petition-letters-sent = sent at { $at }
petition-letters-waits = waiting to be sent
petition-letters-nobody = not sent: there is no e-mail address
petition-told-received = Received.
petition-told-confirmed = You confirmed your e-mail address.
petition-told-added = You added to it.
petition-told-withdrawn = You withdrew it.
petition-told-registered = Entered in the register as { $number }/{ $year }.
petition-told-forwarded = Passed to { $unit }.
petition-told-accepted = { $unit } took it on.
petition-told-taken-back = { $acting } handles it itself.
petition-told-progress = { $acting } told how far it is; an answer is expected by { $on }.
petition-told-answered = { $acting } answered.
petition-told-outside = { $acting } found it outside the competence of the authorities of this province and says where to turn.
petition-told-refused = { $acting } did not accept it, for this reason.
petition-told-merged = Joined to the same matter received before; answered with it.
petition-told-unmerged = Parted from the other matter again and handled by itself.
petition-told-extended = The deadline was extended.
petition-told-published = Question and answer were published, without personal data.
petition-told-deadline-moved = The working calendar changed: the deadline moved from { $from } to { $to }.
petition-told-mail = Your e-mail about it was received.
petition-told-erasure-asked = You asked for your personal data to be erased.
petition-told-erased = The personal data of the sender were erased.
petition-add-title = Add something
petition-add-open = Write more or send pictures
petition-add-lead = If you have more to say or to show, write it here. What you sent stays as it is.
petition-add-text = What you add
petition-add-files = Pictures and documents
petition-add-do = Send it
petition-done-added = Your addition was received.
petition-done-withdrawn = Withdrawn. The unit in charge is told and stops.
petition-done-rated = Thank you for telling us.
petition-withdraw-title = Withdraw what you sent
petition-withdraw-ask = Withdraw “{ $title }” ({ $code })? It will not be handled or answered any more.
petition-withdraw-undo = This cannot be undone. If you change your mind, send it anew.
petition-withdraw-do = Withdraw
petition-withdraw-not = Do not withdraw
petition-rate-ask = Are you satisfied with the answer?
petition-rate-3 = Very satisfied
petition-rate-2 = Satisfied
petition-rate-1 = Not satisfied
petition-rate-hint = What you choose is not tied to your name or code.
petition-mine-title = My data
petition-mine-lead = The portal keeps this about the sender. To keep it secret, only a part is shown.
petition-mine-how-long = { $months } months after the matter is closed it is erased by itself. What you sent and the answer stay on file.
petition-mine-erase = Erase the data about me
petition-mine-erase-open = The matter is being handled, so the office has to know whom to answer. If you ask for erasure, it is done once the matter is closed.
petition-mine-erase-closed = They are erased at once and cannot be restored. The office cannot reach you about this matter any more.
petition-mine-asked = Your request is noted; the data are erased once the matter is closed.
petition-mine-erased = The data about you were erased.
petition-mine-nothing = The portal keeps nothing about the sender of this any more.
petition-mine-back = Back
