// A line of the latency over the last minute, with the target as a dashed line.

const POINTS = 120;

export class LatencyChart {
  #values = [];

  constructor(canvas) {
    this.canvas = canvas;
  }

  add(latency, target) {
    this.#values.push(latency);
    this.#values = this.#values.slice(-POINTS);
    this.#draw(target);
  }

  #draw(target) {
    const { canvas } = this;
    const scale = devicePixelRatio || 1;
    const width = Math.round(canvas.clientWidth * scale);
    const height = Math.round(canvas.clientHeight * scale);
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
    }
    const pen = canvas.getContext('2d');
    const top = Math.max(2, (target ?? 0) * 2, ...this.#values.map((value) => value ?? 0)) * 1.1;
    const y = (seconds) => height - (seconds / top) * (height - 2 * scale);
    pen.clearRect(0, 0, width, height);
    pen.strokeStyle = getComputedStyle(canvas).color;
    pen.lineWidth = 2 * scale;
    pen.lineJoin = 'round';
    this.#line(pen, (index) => (index * width) / (POINTS - 1), y);
    if (target) {
      pen.globalAlpha = 0.5;
      pen.lineWidth = scale;
      pen.setLineDash([4 * scale, 4 * scale]);
      pen.beginPath();
      pen.moveTo(0, y(target));
      pen.lineTo(width, y(target));
      pen.stroke();
      pen.setLineDash([]);
      pen.globalAlpha = 1;
    }
  }

  /** Newest at the right edge; holes where nothing played. */
  #line(pen, x, y) {
    const shift = POINTS - this.#values.length;
    let down = false;
    pen.beginPath();
    this.#values.forEach((value, index) => {
      if (value === null) {
        down = false;
      } else if (down) {
        pen.lineTo(x(shift + index), y(value));
      } else {
        pen.moveTo(x(shift + index), y(value));
        down = true;
      }
    });
    pen.stroke();
  }
}
