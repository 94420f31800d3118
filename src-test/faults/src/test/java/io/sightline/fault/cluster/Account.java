package io.sightline.fault.cluster;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import io.sightline.fault.ledger.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What became of the requests and records of each fault, a line each in a file. */
record Account(Path file) {
    /**
     * @param rest the clients of this fault
     * @param kafka records of this fault
     * @param verdict of all records so far
     */
    void add(String fault, RestLoad rest, int kafka, Verdict verdict, long seconds) {
        var line = String.format(
                Locale.ROOT,
                "%s\tREST %d, repeated %d, failed %d, p50 %.0f ms, p99 %.0f ms\tKafka %d\tlost %d, doubled %d, wrong %d\t%d s",
                fault,
                rest.sent(),
                rest.repeated().size(),
                rest.failed().size(),
                rest.percentile(0.5),
                rest.percentile(0.99),
                kafka,
                verdict.lost(),
                verdict.doubled(),
                verdict.wrong(),
                seconds);
        note(line);
        rest.repeated().stream().distinct().forEach(why -> note("  repeated because of " + why));
    }

    @SuppressWarnings("SystemOut")
    void note(String line) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, line + "\n", CREATE, APPEND);
        } catch (IOException e) {
            throw new IllegalStateException(file + " cannot be written", e);
        }
        System.out.println(line);
    }
}
