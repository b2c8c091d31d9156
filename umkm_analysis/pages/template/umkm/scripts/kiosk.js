/* Booth: goes on by itself, waits for whoever touches it, starts again once they are gone */
const startKiosk = () => {
  const [, pace, idle] = /^#kiosk(?:=(\d+)(?:,(\d+))?)?$/.exec(location.hash);
  const seconds = { pace: Number(pace) || 15, idle: Number(idle) || 60 };
  let timer = 0, waiting = 0, paused = calm.matches;
  const label = () => {
    for (const button of act("pause")) {
      button.textContent = paused ? button.dataset.play : button.dataset.pause;
      button.setAttribute("aria-pressed", String(paused));
    }
  };
  const restart = () => {
    clearTimeout(timer);
    root.classList.remove("running");
    if (paused) return;
    void deck.offsetWidth;
    root.style.setProperty("--pace", `${seconds.pace}s`);
    root.classList.add("running");
    timer = setTimeout(() => show((at + 1) % shown.length), seconds.pace * 1000);
  };
  const pause = (value) => { paused = value; label(); restart(); };
  const touched = (event) => {
    clearTimeout(waiting);
    if (!(event.target.closest && event.target.closest('[data-act="pause"]'))) pause(true);
    waiting = setTimeout(() => { pause(calm.matches); show(0); }, seconds.idle * 1000);
  };
  addEventListener("pointerdown", touched);
  addEventListener("keydown", touched);
  root.classList.add("kiosk");
  kiosk = {
    restart,
    toggle: () => pause(!paused),
    stop: () => {
      clearTimeout(timer); clearTimeout(waiting);
      removeEventListener("pointerdown", touched); removeEventListener("keydown", touched);
      root.classList.remove("kiosk", "running");
      kiosk = null;
    },
  };
  label();
  prepare();
  begin((slide) => slide.kiosk, 0);
};
