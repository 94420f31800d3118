package io.sightline.query;

import io.sightline.security.SourceRule;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * All detections that pass a filter, newest first, as bytes that are made while they are read. It holds one page in
 * memory, and no connection to the database between two pages: a client that reads slowly keeps nothing else from going
 * on.
 *
 * <p>What is stored while it is read is in it when it comes behind the place that has been reached.
 */
public final class DetectionExport extends InputStream {
    /** Rows that are read at once. */
    public static final int ROWS = 2_000;

    private final DetectionFilter filter;
    private final SourceRule rule;
    private final Optional<TimeRange> window;
    private final RowFormat format;
    private final Function<Map<String, Object>, List<Map<String, Object>>> read;
    private byte[] bytes;
    private int position;
    private Optional<PageCursor> end;

    /**
     * The export that begins with a page.
     *
     * @param first the query of the first page
     * @param rows rows of the first page
     * @param read the rows of the SQL of a page, by its named parameters; one more than {@link #ROWS} when another page
     *     follows
     */
    public DetectionExport(
            PageQuery<DetectionFilter> first,
            SourceRule rule,
            Optional<TimeRange> window,
            RowFormat format,
            List<Map<String, Object>> rows,
            Function<Map<String, Object>, List<Map<String, Object>>> read) {
        this.filter = first.filter();
        this.rule = rule;
        this.window = window;
        this.format = format;
        this.read = read;
        this.end = endOf(rows);
        this.bytes = written(format.head(), rows);
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (position == bytes.length) {
            if (end.isEmpty()) {
                return -1;
            }
            var rows = read.apply(new PageQuery<>(filter, ROWS, end).sqlParameters(rule, window));
            end = endOf(rows);
            bytes = written("", rows);
            position = 0;
        }
        int count = Math.min(length, bytes.length - position);
        System.arraycopy(bytes, position, target, offset, count);
        position += count;
        return count;
    }

    private static Optional<PageCursor> endOf(List<Map<String, Object>> rows) {
        return rows.size() <= ROWS
                ? Optional.empty()
                : Optional.of(DetectionPage.position(rows.get(ROWS - 1), Optional.empty()));
    }

    private byte[] written(String head, List<Map<String, Object>> rows) {
        var text = new StringBuilder(head);
        rows.subList(0, Math.min(rows.size(), ROWS)).forEach(row -> format.write(row, text));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
