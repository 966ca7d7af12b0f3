drop table consultation_senders, consultation_opinions, consultation_rows, consultation_invitations, consultation_files,
  consultations;
