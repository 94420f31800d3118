package io.sightline.demo;

/** Where a record lies in its topic. */
public record RecordPlace(int partition, long offset) {
    @Override
    public String toString() {
        return "partition %d offset %d".formatted(partition, offset);
    }
}
