media-refusal-infected = the virus scanner found something harmful in the file, so it is not taken; scan your computer, then send another file

file-held-waiting = Waiting for the virus check
file-held-locked = Harmful, locked
file-held-waiting-what = This file was received and kept, and waits for the virus check. It can be opened as soon as that is done, mostly within minutes; please come back later.
file-held-locked-what = The virus scanner found something harmful in this file, so it is locked: nobody can open or download it. If the file is needed, ask its sender for a clean copy.

files-desk = Virus check
files-title = Virus check of files that come in
files-lead = Files with petitions and opinions, and those that staff upload, are scanned before they are kept. While the scanner does not answer, files are still taken, and nobody can open one until it was scanned.
files-scanner-none = Files that come in are not scanned for viruses
files-scanner-none-what = The configuration names no scanner (virus_scan). Install ClamAV and name it, as the operations handbook says; files that wait are scanned only once there is a scanner.
files-scanner-away = The virus scanner does not answer
files-scanner-away-what = Files are still taken and held until they were scanned; the scanner is asked again each minute. Look at the service clamd on the server.
files-scanner-there = The scanner is at work
files-waiting = Files that wait
files-oldest = The oldest waits since
files-locked = Locked files
files-line-waiting = { $count } files wait for the virus check.
files-line-locked = { $count } files are locked, for they are harmful.
files-none = No file waits or is locked
files-none-what = Files that could not be scanned yet, and harmful ones, stand here.
files-column-name = File
files-column-site = Site
files-column-since = Received
files-column-state = State
files-tries = asked again { $count } times
files-mail-locked-subject = A file that was received is harmful and was locked
files-mail-locked-text =
    The virus scanner has found something harmful in a file that was received while the scanner did not answer.

    File: { $name }
    Found: { $signature }
    Site: { $site }

    The file is locked: nobody can open or download it, and nobody got it while it waited.
    See: { $address }

fact-group-files = Files that came in
fact-core-file-refused = The file “{ $name }” was not taken: it holds { $signature }.
fact-core-file-held = The file “{ $name }” was taken and is held for the virus check.
fact-core-file-released = The file “{ $name }” was checked and is clean; it can be opened from now on.
fact-core-file-locked = The file “{ $name }” was locked: it holds { $signature }.
