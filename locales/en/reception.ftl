module-reception = Citizen reception
module-reception-what = When leaders receive citizens, with changes.
