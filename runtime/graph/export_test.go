package graph

// AnsweredBy is answeredBy, for the tests outside of the package.
var AnsweredBy = answeredBy
