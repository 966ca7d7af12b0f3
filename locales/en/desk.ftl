# The desk of staff: from which networks, at what hours.
error-elsewhere-title = The desk is not reached from this network
error-elsewhere-text = The desk and the sign-in page of staff are reached from the offices' networks only. Please use the office's network, or the VPN you were given.
error-elsewhere-from = The desk and the sign-in page of staff are reached from the offices' networks only. This device comes from { $address }, which is not on the list. Please use the office's network, or the VPN you were given; if you are at the office and still see this page, tell the technical team that address.
error-after-hours-title = The desk is shut
error-after-hours-text = The desk of staff is shut at this hour, by regulation. What readers see is open as always.
error-after-hours-until = The desk of staff is shut at this hour, by regulation, and opens again at { $until }. What readers see is open as always.
desk-on-duty = Sign in on duty
desk-call = If you have to come in now, please contact:
given-back-after-hours = What you typed was not sent. Please keep this page open, or copy the text elsewhere, and press “Send again” once the desk is open; pressed several times it is still recorded once.

error-packed-title = What was sent is compressed
error-packed-text = The portal takes nothing that is compressed (gzip, br and the like). Please send it as it is.
error-long-address-title = The address is too long
error-long-address-text = The address of the page is longer than allowed. Please check the link, or start from the home page.
error-long-head-title = The browser sends too much along
error-long-head-text = The head of the request is longer than allowed, mostly because of cookies of other sites of the same domain. Please delete this site's cookies in your browser and try again.
