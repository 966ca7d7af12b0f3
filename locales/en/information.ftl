module-information-requests = Requests for information
module-information-requests-what = Takes and answers requests under the Law on Access to Information.
