package io.sightline.audit;

/**
 * How the frames add up, as a sum over all.
 *
 * @param frames frames that there were ever, and those whose claim the sink could not store
 * @param settled those that have a fate, or were written off
 * @param underWay how many of the others may be on their way
 */
record FrameBalance(long frames, long settled, long underWay) {
    static FrameBalance of(Reading reading) {
        var books = reading.books();
        var letters = books.letters();
        return new FrameBalance(
                books.frames() + letters.unstored(),
                books.serving() + letters.failed() + books.fateless().writtenOff(),
                reading.undetected()
                        + reading.unsunkBefore(reading.topics().inferences())
                        + reading.unsunkBefore(reading.topics().deadLetters())
                        + letters.redriving());
    }

    /** Frames without a fate; less than nothing where there are fates without a frame. */
    long open() {
        return frames - settled;
    }

    /** Frames without a fate that are not on their way either. */
    long lacking() {
        return open() - underWay;
    }
}
