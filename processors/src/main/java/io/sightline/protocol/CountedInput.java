package io.sightline.protocol;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/** Tells how many bytes were read so far, before anybody gets them. */
public final class CountedInput extends FilterInputStream {
    private final LongConsumer counted;
    private long count;

    public CountedInput(InputStream body, LongConsumer counted) {
        super(body);
        this.counted = counted;
    }

    @Override
    public int read() throws IOException {
        var next = super.read();
        count(next < 0 ? 0 : 1);
        return next;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        var read = super.read(buffer, offset, length);
        count(Math.max(read, 0));
        return read;
    }

    private void count(int more) {
        count += more;
        counted.accept(count);
    }
}
