module-petitions = Petitions and questions
module-petitions-what = Receives, forwards, answers and publishes what people and organisations send.
