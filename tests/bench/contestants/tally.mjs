// A hand-written NPS and distribution. Scores may be text, and a multiple choice counts per respondent.

export const SCORE = "nps";
export const CHOICE = "features";

export class Tally {
  scores = new Array(11).fill(0);
  choices = new Map();
  respondents = 0;

  add({ items }) {
    for (const { data } of items) {
      const answer = data[SCORE];
      if (answer !== undefined && answer !== null && answer !== "") {
        const score = Number(answer);
        if (Number.isInteger(score) && score >= 0 && score <= 10) this.scores[score] += 1;
      }
      const chosen = data[CHOICE];
      if (Array.isArray(chosen)) {
        if (chosen.length) this.respondents += 1;
        for (const choice of chosen) this.choices.set(choice, (this.choices.get(choice) ?? 0) + 1);
      } else if (chosen !== undefined && chosen !== null) {
        this.respondents += 1;
        this.choices.set(chosen, (this.choices.get(chosen) ?? 0) + 1);
      }
    }
  }

  /** The same facts that {@link factsOf} takes from our report. */
  facts() {
    const between = (from, to) => this.scores.slice(from, to + 1).reduce((sum, count) => sum + count, 0);
    const [detractors, passives, promoters] = [between(0, 6), between(7, 8), between(9, 10)];
    return { detractors, passives, promoters, respondents: this.respondents, choices: [...this.choices].sort() };
  }
}

/** The metrics of our own summary. */
export const METRICS = [
  { metric: "nps", question: SCORE },
  { metric: "distribution", question: CHOICE },
];

/** The facts in our report on {@link METRICS}. */
export function factsOf({ metrics: [{ detractors, passives, promoters }, { n, distribution }] }) {
  const choices = distribution.map(({ choice, count }) => [choice, count]).sort();
  return { detractors, passives, promoters, respondents: n, choices };
}
