// A page small enough to hold in the head: the elements the quiz makes, their texts and their events.

class Element extends EventTarget {
  constructor(tag) {
    super();
    Object.assign(this, { tag, attributes: {}, children: [], parent: null, dataset: {}, style: {}, hidden: false });
    this.typed = "";
    this.checked = false;
    this.classes = new Set();
    this.classList = {
      toggle: (name, on) => (on ? this.classes.add(name) : this.classes.delete(name)),
    };
  }
  /** A choice without one of its options chosen is that of the first, as in a browser. */
  get value() {
    const options = this.tag === "select" ? this.all((element) => element.tag === "option").map((option) => option.value) : [];
    return options.length && !options.includes(this.typed) ? options[0] : this.typed;
  }
  set value(value) {
    this.typed = value;
  }
  setAttribute(name, value) {
    this.attributes[name] = String(value);
    if (name === "hidden") this.hidden = true;
    if (name === "value" || name === "type") this[name] = String(value);
    if (name.startsWith("data-")) {
      this.dataset[name.slice(5).replaceAll(/-(.)/g, (match, letter) => letter.toUpperCase())] = String(value);
    }
  }
  toggleAttribute(name, on) {
    if (on) this.attributes[name] = "";
    else delete this.attributes[name];
  }
  removeAttribute(name) {
    delete this.attributes[name];
  }
  get ownerDocument() {
    return globalThis.document;
  }
  get childElementCount() {
    return this.children.filter((child) => child instanceof Element).length;
  }
  /** The first element below this one with this tag, or with these attributes of one value each. */
  querySelector(selector) {
    const wanted = [...selector.matchAll(/\[([a-z-]+)="([^"]*)"\]/g)];
    const fits = ([, name, value]) => (element) => element.attributes[name] === value;
    return this.all((element) => (wanted.length ? wanted.every((pair) => fits(pair)(element)) : element.tag === selector))[0] ?? null;
  }
  contains(node) {
    return node === this || this.all((element) => element === node).length > 0;
  }
  prepend(...children) {
    const kept = this.children;
    this.children = [];
    this.append(...children);
    this.children.push(...kept);
  }
  /** As a pointer does: a check box changes, and says so. */
  click() {
    if (this.type === "checkbox") this.checked = !this.checked;
    press(this);
    change(this);
  }
  getAttribute(name) {
    return this.attributes[name] ?? null;
  }
  append(...children) {
    for (const child of children) {
      const node = typeof child === "object" ? child : new Text(child);
      node.remove();
      node.parent = this;
      this.children.push(node);
    }
  }
  remove() {
    if (this.parent) this.parent.children = this.parent.children.filter((child) => child !== this);
    this.parent = null;
  }
  replaceChildren(...children) {
    this.children = [];
    this.append(...children);
  }
  #beside(node, by) {
    node.remove();
    const at = this.parent.children.indexOf(this) + by;
    this.parent.children.splice(at, 0, node);
    node.parent = this.parent;
  }
  before(node) {
    this.#beside(node, 0);
  }
  after(node) {
    this.#beside(node, 1);
  }
  get previousElementSibling() {
    return this.parent.children[this.parent.children.indexOf(this) - 1] ?? null;
  }
  get nextElementSibling() {
    return this.parent.children[this.parent.children.indexOf(this) + 1] ?? null;
  }
  get lastElementChild() {
    return this.children.filter((child) => child instanceof Element).at(-1) ?? null;
  }
  get textContent() {
    return this.children.map((child) => child.textContent).join("");
  }
  set textContent(text) {
    this.replaceChildren(...(text === "" ? [] : [String(text)]));
  }
  focus() {
    document.activeElement = this;
  }
  dispatchEvent(event) {
    const done = super.dispatchEvent(event);
    if (event.bubbles) this.parent?.dispatchEvent(new Event(event.type, event));
    return done;
  }
  /** Every element below this one that `test` holds for. */
  all(test) {
    return this.children.flatMap((child) =>
      child instanceof Element ? [...(test(child) ? [child] : []), ...child.all(test)] : []);
  }
}

class Text {
  constructor(text) {
    this.textContent = String(text);
    this.parent = null;
  }
  remove() {}
}

/** Put the small page where the browser's would be. */
export function takePage() {
  const heard = new EventTarget();
  const listeners = { addEventListener: heard.addEventListener.bind(heard), removeEventListener: heard.removeEventListener.bind(heard) };
  Object.assign(globalThis, listeners); // as the window's
  globalThis.document = { ...listeners, visibilityState: "visible", createElement: (tag) => new Element(tag), createElementNS: (_, tag) => new Element(tag), activeElement: null };
  return new Element("main");
}

export const ofTag = (tag) => (element) => element.tag === tag;
export const ofAction = (action) => (element) => element.dataset.action === action;
export const press = (element) => element.dispatchEvent(new Event("click"));
export const change = (element) => {
  element.dispatchEvent(new Event("change", { bubbles: true }));
  element.dispatchEvent(new Event("input", { bubbles: true }));
};
