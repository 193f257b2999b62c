// Preloaded into a stock tool's process, so that the stamps it writes are the same on every machine: `now` is STOCK_CLOCK (ms) plus the time that passed.
const RealDate = Date;
const shift = Number(process.env.STOCK_CLOCK) - RealDate.now();
globalThis.Date = class Clock extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(RealDate.now() + shift);
    else super(...given);
  }
  static now() {
    return RealDate.now() + shift;
  }
};
