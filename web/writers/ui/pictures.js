/** Images that are pasted, dropped or chosen: kept by the server, named in the text. */

import { insert } from "./marking.js";
import { TEXTS, fill } from "./texts.js";

const TYPES = "image/png,image/jpeg,image/webp,image/gif";

export class Pictures {
  /**
   * @param {HTMLTextAreaElement} field
   * @param {import("./api.js").Api} api
   * @param {(text: string, isFault?: boolean) => void} say
   */
  constructor(field, api, say) {
    Object.assign(this, { field, api, say });
    field.addEventListener("paste", (event) => this.#take(event, event.clipboardData));
    field.addEventListener("drop", (event) => this.#take(event, event.dataTransfer));
    field.addEventListener("dragover", (event) => this.#isFiles(event.dataTransfer) && event.preventDefault());
  }

  /** Let one be chosen. */
  choose() {
    const input = Object.assign(document.createElement("input"), { type: "file", accept: TYPES, multiple: true });
    input.addEventListener("change", () => this.#keepAll([...input.files]));
    input.click();
  }

  #isFiles(data) {
    return [...(data?.items ?? [])].some((item) => item.kind === "file");
  }

  #take(event, data) {
    const files = [...(data?.files ?? [])];
    // Words that were copied from a text processor bring a picture of themselves along.
    if (!files.length || data.getData("text/plain")) return;
    event.preventDefault();
    this.#keepAll(files);
  }

  async #keepAll(files) {
    for (const file of files) await this.#keep(file);
  }

  async #keep(file) {
    this.say(fill(TEXTS.loading, { name: file.name }));
    try {
      const { key, name } = await this.api.picture(file);
      const words = name.replace(/\.\w+$/, "").replace(/[[\]\\]/g, "");
      insert(this.field, `![${words}](picture:${key})`);
      this.say("");
    } catch (fault) {
      this.say(fault.message, true);
    }
  }
}
