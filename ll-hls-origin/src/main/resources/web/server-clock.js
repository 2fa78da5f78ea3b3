// How far the server's clock is from this device's, so that dates in the playlist can be compared with "now".

const KEPT = 8;

export class ServerClock {
  #samples = [];

  /** Asks /time once; the answer with the shortest round trip wins. Failures leave what is known. */
  async measure() {
    try {
      const sent = performance.now();
      const response = await fetch('/time', { cache: 'no-store' });
      const server = Date.parse((await response.text()).trim());
      const roundTrip = performance.now() - sent;
      if (response.ok && Number.isFinite(server)) {
        this.#samples.push({ roundTrip, offset: server + roundTrip / 2 - Date.now() });
        this.#samples = this.#samples.slice(-KEPT);
      }
    } catch {
      // the player's own retries tell the viewer that the server is away
    }
  }

  /** Unix milliseconds on the server, or null while its clock is unknown. */
  now() {
    const best = this.#samples.reduce((a, b) => (a && a.roundTrip <= b.roundTrip ? a : b), null);
    return best ? Date.now() + best.offset : null;
  }
}
