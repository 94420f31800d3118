package io.sightline.fault.ledger;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file with a line for each record that was sent, in no particular order; written as acknowledgements arrive. */
public final class SentLedger implements AutoCloseable {
    private final Path file;
    private final BufferedWriter writer;
    private int size;

    /** @param file is made anew */
    public SentLedger(Path file) {
        this.file = file;
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            this.writer = Files.newBufferedWriter(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public synchronized void add(SentRecord sent) {
        try {
            writer.write(sent.line());
            writer.newLine();
            size++;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public synchronized int size() {
        return size;
    }

    /** The file, with everything that was added in it. */
    public synchronized Path written() {
        try {
            writer.flush();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() {
        try {
            writer.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
