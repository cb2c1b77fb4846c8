/*! ALTCHA, copyright BAU Software s.r.o., MIT licence, https://github.com/altcha-org/altcha */
// Finds the number that a form's puzzle asks for, away from the page so that typing stays smooth.
import "altcha/workers/pbkdf2";
