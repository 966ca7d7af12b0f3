fact-petitions-petition-published = A petition and its answer were published
fact-petitions-petition-hidden = A published petition was taken down
