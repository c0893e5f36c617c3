/** The identifiers that this browser gives to its messages. */

/** 32 hexadecimal digits. `crypto.randomUUID` does not exist on a page read by plain HTTP over the LAN. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
