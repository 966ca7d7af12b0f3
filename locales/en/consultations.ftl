module-consultations = Consultations
module-consultations-what = Lays drafts before the public; gathers, accepts and explains what comes in.
