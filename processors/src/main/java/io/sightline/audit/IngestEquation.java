package io.sightline.audit;

import io.sightline.audit.Books.OriginRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * Per partition of the frames topic: ingest's position - start = frames + dead letters of ingest, or of the sink for
 * their claims + written off + in flight.
 *
 * <p>In flight are records whose claim or letter the sink has not stored yet; of these there can be no more than the
 * sinks have left to read, which is known for all partitions together only. Frames may be ahead of the position, as far
 * as the log goes: ingest says that it is done after it has published the claims.
 *
 * <p>What ingest skipped is not counted anywhere, because ingest has no place in the database: an offset that holds no
 * record, as behind transactions, is a gap until somebody writes it off.
 */
final class IngestEquation {
    private static final String NAME = "ingest";

    private final Reading reading;
    private final Findings findings;

    IngestEquation(Reading reading, Findings findings) {
        this.reading = reading;
        this.findings = findings;
    }

    private record Account(OriginRow row, long position, long missing) {}

    void check() {
        var id = reading.state().ids().get(reading.topics().frames());
        var accounts = new ArrayList<Account>();
        for (var row : reading.books().origins()) {
            if (id == null || !reading.state().logs().containsKey(row.partition())) {
                findings.add(Gap.unknown(NAME, row.partition(), Explanations.framesTopicGone(row)));
            } else if (!id.equals(row.topicId())) {
                findings.add(Gap.unknown(NAME, row.partition(), Explanations.framesTopicReplaced(row, id)));
            } else {
                accounts.add(account(row));
            }
        }
        accounts.forEach(this::checkLog);
        weigh(accounts);
    }

    private Account account(OriginRow row) {
        long position =
                reading.state().committed(AuditTopics.INGEST, row.partition()).orElse(row.start());
        return new Account(row, position, position - row.start() - row.frames() - row.letters() - row.writtenOff());
    }

    private void checkLog(Account account) {
        var partition = account.row().partition();
        var log = reading.state().log(partition);
        long end = reading.end(partition);
        long ahead = Reading.behind(end, account.position());
        // What is stored already of them does not wait: ingest may have died, or lost its place, before it could say
        // so.
        long stored = Math.max(0, -account.missing());
        findings.addWaiting(Math.max(0, Reading.behind(end, Math.max(account.position(), log.start())) - stored));
        if (log.start() > account.position()) {
            findings.add(Gap.of(
                    NAME,
                    partition,
                    log.start(),
                    account.position(),
                    Explanations.expiredBeforeIngest(account.row(), account.position(), log.start())));
        }
        if (account.position() > end) {
            findings.add(Gap.of(
                    NAME,
                    partition,
                    account.position(),
                    end,
                    Explanations.ingestBeyondEnd(partition, account.position(), end)));
        }
        if (-account.missing() > ahead) {
            findings.add(Gap.of(
                    NAME,
                    partition,
                    end - account.row().start(),
                    account.row().frames()
                            + account.row().letters()
                            + account.row().writtenOff(),
                    Explanations.moreThanRecords(partition)));
        }
        findings.add(describe(account, log.start(), end));
    }

    /** What is missing of all partitions may be on its way, up to what the sinks have left. */
    private void weigh(List<Account> accounts) {
        var letters = reading.books().letters();
        long underWay = reading.unsunkBefore(reading.topics().claims())
                + reading.unsunkBefore(reading.topics().deadLetters());
        long allowed = underWay;
        long missing = accounts.stream()
                .mapToLong(account -> Math.max(0, account.missing()))
                .sum();
        findings.addInFlight(Math.max(0, Math.min(missing, underWay)));
        // Of a letter that nobody could read is not known whether it is of a frame at all: it excuses nothing in
        // silence.
        var unread = letters.unread();
        long unknown = unread.claims() + unread.letters();
        long doubtful = unknown;
        long unplaced = letters.unplaced().number();
        // The partitions that lack least are believed first, so that those are named that lack most.
        for (var account : accounts.stream()
                .filter(account -> account.missing() > 0)
                .sorted(Comparator.comparingLong(Account::missing))
                .toList()) {
            long excused = Math.min(allowed, account.missing());
            allowed -= excused;
            long named = unread.records().getOrDefault(account.row().framesPartition(), 0L);
            long ofNamed = Math.min(named, account.missing() - excused);
            long ofUnplaced = Math.min(unplaced, account.missing() - excused - ofNamed);
            unplaced -= ofUnplaced;
            long ofUnknown = Math.min(doubtful, account.missing() - excused - ofNamed - ofUnplaced);
            doubtful -= ofUnknown;
            if (ofUnplaced > 0) {
                findings.add(gap(
                                Gap.UNCERTAIN,
                                account,
                                ofUnplaced,
                                Explanations.unplacedClaims(
                                        account.row(), account.position(), ofUnplaced, letters.unplaced()))
                        .withFirstIds(letters.unplaced().firstIds()));
            }
            long doubted = ofNamed + ofUnknown;
            if (doubted > 0) {
                findings.add(gap(
                        Gap.UNCERTAIN,
                        account,
                        doubted,
                        Explanations.uncertainRecords(account.row(), account.position(), doubted, named, unknown)));
            }
            long lacking = account.missing() - excused - ofUnplaced - doubted;
            if (lacking > 0) {
                findings.add(gap(
                        NAME,
                        account,
                        lacking,
                        Explanations.missingFrames(account.row(), account.position(), lacking)));
            }
        }
        findings.takeLetters(Math.max(0, unknown - doubtful - unread.claims()));
    }

    private static Gap gap(String equation, Account account, long lacking, String explanation) {
        var row = account.row();
        long expected = account.position() - row.start();
        return Gap.of(equation, row.partition(), expected, expected - lacking, explanation);
    }

    private PartitionState describe(Account account, long logStart, long end) {
        var row = account.row();
        TopicPartition partition = row.partition();
        return new PartitionState(
                AuditTopics.INGEST,
                partition.toString(),
                row.topicId().toString(),
                row.start(),
                account.position(),
                logStart,
                end,
                Reading.behind(end, account.position()),
                row.frames(),
                null,
                row.letters(),
                null,
                row.writtenOff(),
                Math.max(0, account.missing()),
                null);
    }
}
