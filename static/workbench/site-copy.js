/**
 * The site's copy of a pupil's projects: each kept version goes there, and the project as it was left; so the work
 * comes back at any PC. Without a pseudonym there is no copy: the work stays in this browser.
 */

const MOST_KEPT_ALIVE = 60_000; // characters that a browser still sends for a page that is left

/** The number of the pupil who is here, "" for nobody: it also tells whose local copies are whose. */
export const claim = document.querySelector(".who")?.dataset.claim ?? "";

export class SiteCopy {
  /** `address` of the project's versions at the site. */
  constructor(address) {
    this.address = claim && address;
    this.sent = ""; // the files as the site has them, as JSON
  }

  /** The files as last kept at the site; undefined where there are none, or the site does not answer. */
  async latest() {
    const [newest] = (await this.ask(this.address))?.versions ?? [];
    const version = newest && (await this.ask(`${this.address}/${newest.number}`));
    if (version) this.sent = JSON.stringify(version.files);
    return version?.files;
  }

  /** Keep one version more; one without a reason takes the place of the last one without. */
  async keep(files, reason = "") {
    const text = JSON.stringify(files);
    if (!this.address || (!reason && text === this.sent)) return;
    this.sent = text;
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    const headers = { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token };
    const body = JSON.stringify({ files, reason });
    await this.ask(this.address, { method: "POST", body, headers, keepalive: body.length < MOST_KEPT_ALIVE });
  }

  async ask(address, options) {
    if (!address) return undefined;
    try {
      const response = await fetch(address, options);
      if (response.ok) return await response.json();
    } catch {
      // the site is away: the browser's own copy is there, and the next version goes again
    }
    this.sent = "";
    return undefined;
  }
}
