// Numbers written as Python's format() writes them: JavaScript rounds an exact half up, Python to the even digit, and
// Python keeps the minus of nought.

const TIE = /^5(0{20,})$/; // the digits beyond the last one written: exactly a half

/** `value` with so many digits after the point, as Python's f"{value:.{places}f}". */
export function fixedText(value, places) {
  const size = Math.abs(value);
  let text = size.toFixed(places);
  const digits = size.toFixed(places + 30);
  const cut = digits.length - 30;
  if (TIE.test(digits.slice(cut))) {
    const down = digits.slice(0, cut).replace(/\.$/, "");
    if (/[02468]$/.test(down)) text = down;
  }
  return value < 0 || Object.is(value, -0) ? `-${text}` : text;
}

/** The same with its sign, as f"{value:+.{places}f}". */
export function signedText(value, places) {
  const text = fixedText(value, places);
  return text.startsWith("-") ? text : `+${text}`;
}

/** `value` with up to six digits that count, as f"{value:g}". */
export function shortText(value) {
  const size = Math.abs(value);
  const [, power] = size.toExponential(5).split("e");
  let exponent = Number(power);
  if (size !== 0 && (exponent < -4 || exponent > 5)) {
    const [digits] = size.toExponential(5).split("e");
    const sign = exponent < 0 ? "-" : "+";
    exponent = String(Math.abs(exponent)).padStart(2, "0");
    return `${value < 0 ? "-" : ""}${withoutNoughts(digits)}e${sign}${exponent}`;
  }
  return withoutNoughts(fixedText(value, Math.max(0, 5 - exponent)));
}

function withoutNoughts(text) {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}
