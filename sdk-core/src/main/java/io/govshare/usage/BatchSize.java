package io.govshare.usage;

/**
 * How many events are sent at once: fewer after the platform refused as many or was too slow for them, more again after it took
 * some. Each refusal doubles the number of batches, up to 64, that are taken before more are tried, so that a platform with
 * a lower limit of its own is not asked for more all the time. Not safe for concurrent use.
 */
final class BatchSize {

    private static final int LONGEST_PATIENCE = 64;

    private final int most;
    private int events;
    private int patience = 1;
    private int taken;

    /** @param most how many events at most; so many at first */
    BatchSize(int most) {
        this.most = most;
        this.events = most;
    }

    int events() {
        return events;
    }

    /**
     * So many were refused because of what they are, or how many.
     *
     * @param again whether more of them were refused just before
     */
    void refused(int batch, boolean again) {
        patience = again ? patience : Math.min(LONGEST_PATIENCE, 2 * patience);
        halve(batch);
    }

    /** So many were not taken in the time there was. */
    void tooSlow(int batch) {
        halve(batch);
    }

    private void halve(int batch) {
        events = Math.max(1, Math.min(events, batch) / 2);
        taken = 0;
    }

    /** So many were taken. */
    void taken(int batch) {
        patience = batch == most ? 1 : patience;
        taken++;
        if (taken >= patience) {
            taken = 0;
            events = Math.min(most, 2 * events);
        }
    }
}
