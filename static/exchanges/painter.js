/** When to draw: once a screen refresh at most, and only what is near the screen. */

const NEAR = "50%"; // of the window's height

/** Returns { ask(), now() }: `paint` is called soon after `ask`, or once `root` comes near the screen. */
export function createPainter(root, paint) {
  let near = false;
  let asked = false;
  let planned = 0;
  const now = () => {
    cancelAnimationFrame(planned);
    planned = 0;
    asked = false;
    paint();
  };
  const plan = () => {
    if (asked && near && !planned) planned = requestAnimationFrame(now);
  };
  const look = (entries) => {
    near = entries.at(-1).isIntersecting;
    plan();
  };
  new IntersectionObserver(look, { rootMargin: `${NEAR} 0px` }).observe(root);
  addEventListener("beforeprint", () => asked && now());
  return {
    ask() {
      asked = true;
      plan();
    },
    now,
  };
}
