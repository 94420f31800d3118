package io.sightline.audit;

import io.sightline.audit.Books.OriginRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How a partition of the frames topic that is there now adds up.
 *
 * @param position offset before which ingest is done
 * @param missing records before it without a fate; less than nothing where frames are ahead of it
 * @param underWay how many of them are on their way
 */
record IngestAccount(OriginRow row, long position, long missing, long underWay) {
    /**
     * The accounts of all partitions. What is missing of all of them may be on its way, up to what the sinks have left;
     * the partitions that lack least are believed first, so that those are named that lack most.
     */
    static List<IngestAccount> of(Reading reading) {
        var state = reading.state();
        var id = state.ids().get(reading.topics().frames());
        long left = reading.underWay();
        var sorted = reading.books().origins().stream()
                .filter(row -> row.topicId().equals(id) && state.logs().containsKey(row.partition()))
                .map(row -> of(row, state))
                .sorted(Comparator.comparingLong(IngestAccount::missing))
                .toList();
        var accounts = new ArrayList<IngestAccount>();
        for (var account : sorted) {
            long excused = Math.max(0, Math.min(left, account.missing()));
            left -= excused;
            accounts.add(new IngestAccount(account.row(), account.position(), account.missing(), excused));
        }
        return accounts;
    }

    private static IngestAccount of(OriginRow row, BrokerState state) {
        long position = state.committed(AuditTopics.INGEST, row.partition()).orElse(row.start());
        return new IngestAccount(
                row, position, position - row.start() - row.frames() - row.letters() - row.writtenOff(), 0);
    }

    /** Records that are neither there nor on their way. */
    long lacking() {
        return Math.max(0, missing) - underWay;
    }

    /** What is there of records that ingest has not said yet that it is done with. */
    long stored() {
        return Math.max(0, row.lettersAhead() - missing);
    }

    /** How much more is there than the log has records, when that ends at this offset. */
    long surplus(long end) {
        return Math.max(0, row.lettersAhead() - missing - Reading.behind(end, position));
    }
}
