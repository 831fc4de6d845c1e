/* Lets a reader answer a quiz. Without this script the options have letters and the answer is a
   fold below them; with it each option is a button that says right or wrong and why. The text is
   all on the page already: press/quiz.py wrote it. */
(() => {
  "use strict";

  const quizzes = [...document.querySelectorAll(".quiz")];
  const firstTries = new Map();

  function button(quiz, option) {
    const letter = option.querySelector(".quiz-letter");
    const answer = option.querySelector(".quiz-answer");
    answer.id = `${option.id}-answer`;
    const made = document.createElement("button");
    made.type = "button";
    made.className = "quiz-letter";
    made.textContent = letter.textContent;
    made.setAttribute("aria-label", `Answer ${letter.textContent}`);
    made.setAttribute("aria-describedby", answer.id);
    made.setAttribute("aria-pressed", "false");
    letter.replaceWith(made);
    // Code that is looked at or copied is not an answer given.
    answer.addEventListener("click", () => {
      if (!String(document.getSelection())) choose(quiz, option);
    });
    made.addEventListener("click", () => choose(quiz, option));
  }

  function choose(quiz, option) {
    const letter = option.querySelector(".quiz-letter").textContent.toLowerCase();
    const right = quiz.querySelector(".fold.answer").classList.contains(`key-${letter}`);
    for (const other of quiz.querySelectorAll(".quiz-option")) {
      other.querySelector(".quiz-letter").setAttribute("aria-pressed", String(other === option));
      other.classList.toggle("chosen", other === option);
    }
    option.classList.add(right ? "right" : "wrong");
    if (!firstTries.has(quiz)) firstTries.set(quiz, right);
    const reason = quiz.querySelector(`.quiz-reason.for-${letter}`).cloneNode(true);
    reason.querySelectorAll("[id]").forEach((node) => node.removeAttribute("id"));
    const verdict = quiz.querySelector(".quiz-said");
    verdict.className = `quiz-said ${right ? "right" : "wrong"}`;
    verdict.replaceChildren(reason);
    count();
  }

  function count() {
    const right = [...firstTries.values()].filter(Boolean).length;
    tally.textContent =
      `${firstTries.size} of ${quizzes.length} answered, ${right} right at the first try.`;
  }

  for (const quiz of quizzes) {
    const options = quiz.querySelector(".quiz-options");
    options.setAttribute("role", "group");
    options.setAttribute("aria-label", "Answers");
    quiz.querySelectorAll(".quiz-option").forEach((option) => button(quiz, option));
    const said = document.createElement("div");
    said.className = "quiz-said";
    said.setAttribute("aria-live", "polite");
    options.after(said);
    quiz.classList.add("ready");
  }

  const tally = document.createElement("p");
  tally.className = "quiz-tally";
  tally.setAttribute("role", "status");
  quizzes[quizzes.length - 1].after(tally);
  count();
})();
