package io.sightline.integration;

/** A text that is read so often at most: a regular expression can take longer than the universe to say no. */
public final class BoundedText implements CharSequence {
    private static final int MOST_READS = 1_000_000;

    private final String text;
    private int reads;

    /** Has not been read yet. */
    public BoundedText(String text) {
        this.text = text;
    }

    @Override
    public int length() {
        return text.length();
    }

    /** @throws IllegalStateException when it has been read too often */
    @Override
    public char charAt(int index) {
        reads++;
        if (reads > MOST_READS) {
            throw new IllegalStateException("the text was read " + MOST_READS + " times");
        }
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.subSequence(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
