/** Two small browsers show the same page: their regions get names that tell them apart, as screen readers list them. */

const LANDMARKS = "main, nav, aside, [role=region], section[aria-label], form[aria-label]";

export function nameLandmarks(page, client) {
  for (const landmark of page.querySelectorAll(LANDMARKS)) {
    const name = landmark.getAttribute("aria-label") ?? "Page";
    landmark.setAttribute("aria-label", `${name} du client\u00a0${client}`);
  }
}
