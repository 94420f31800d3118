package io.sightline.audit;

import io.sightline.audit.Books.OriginRow;
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

    void check() {
        var id = reading.state().ids().get(reading.topics().frames());
        for (var row : reading.books().origins()) {
            var remains = new Remains(List.of(row), reading.underWay());
            if (id == null || !reading.state().logs().containsKey(row.partition())) {
                findings.addFormer(former(row, remains, FormerFrames.gone(row, remains)));
            } else if (!id.equals(row.topicId())) {
                findings.addFormer(former(row, remains, FormerFrames.replaced(row, id, remains)));
            }
        }
        var accounts = IngestAccount.of(reading);
        accounts.stream()
                .sorted(Comparator.comparingInt(
                        account -> account.row().partition().partition()))
                .forEach(this::checkLog);
        findings.addInFlight(
                accounts.stream().mapToLong(IngestAccount::underWay).sum());
        weigh(accounts);
    }

    /** Of a topic that is gone: nothing of it is under way any more but what the sinks have left to read. */
    private static Gap former(OriginRow row, Remains remains, String explanation) {
        if (row.look() == null || remains.lost() == 0) {
            return Gap.unknown(NAME, row.partition(), explanation);
        }
        long expected = row.look().end() - row.start();
        return Gap.of(NAME, row.partition(), expected, expected - remains.lost(), explanation);
    }

    private void checkLog(IngestAccount account) {
        var row = account.row();
        var log = reading.state().log(row.partition());
        long end = reading.end(row.partition());
        // What is stored already of them does not wait: ingest may have died, or lost its place, before it could say
        // so.
        findings.addWaiting(Math.max(
                0, Reading.behind(end, Math.max(account.position(), log.start())) - account.stored()));
        if (log.start() > account.position()) {
            findings.add(Gap.of(
                    NAME,
                    row.partition(),
                    log.start(),
                    account.position(),
                    Explanations.expiredBeforeIngest(row, account.position(), log.start())));
        }
        if (account.position() > end) {
            findings.add(Gap.of(
                    NAME,
                    row.partition(),
                    account.position(),
                    end,
                    Explanations.ingestBeyondEnd(row.partition(), account.position(), end)));
        }
        if (account.surplus(end) > 0) {
            long records = Math.max(end, account.position()) - row.start();
            findings.add(Gap.of(
                    NAME,
                    row.partition(),
                    records,
                    records + account.surplus(end),
                    Explanations.moreThanRecords(row.partition())));
        }
        findings.add(describe(account, log.start(), end));
    }

    /** What is neither there nor on its way is lost, or letters stand for it that nobody could read. */
    private void weigh(List<IngestAccount> accounts) {
        var letters = reading.books().letters();
        var unplaced = new LetterPool(letters.unplaced());
        // Of a letter that nobody could read is not known whether it is of a frame at all: it excuses nothing in
        // silence.
        var claims = new LetterPool(letters.unread().claims());
        var ofIngest = new LetterPool(letters.unread().letters());
        for (var account : accounts) {
            long lacking = account.lacking();
            if (lacking <= 0) {
                continue;
            }
            var records = reading.absent().records(account);
            var excuses = new Excuses(records);
            var refused = unplaced.take(excuses, lacking);
            if (refused.number() > 0) {
                findings.add(gap(Gap.UNCERTAIN, account, refused.number())
                        .explained(LetterExplanations.unplacedClaims(account, refused, logStart(account)))
                        .withFirstIds(SuspectLetter.firstIds(refused.candidates())));
                lacking -= refused.number();
            }
            var unreadClaims = claims.take(excuses, lacking);
            var unreadLetters = ofIngest.take(excuses, lacking - unreadClaims.number());
            findings.take(unreadLetters.letters(), unreadLetters.more());
            var unread = unreadClaims.and(unreadLetters);
            if (unread.number() > 0) {
                findings.add(gap(Gap.UNCERTAIN, account, unread.number())
                        .explained(LetterExplanations.uncertainRecords(account, unread, logStart(account)))
                        .withFirstIds(SuspectLetter.firstIds(unread.candidates())));
                lacking -= unread.number();
            }
            if (lacking > 0) {
                findings.add(gap(NAME, account, lacking)
                        .explained(Explanations.missingFrames(account, records, lacking, logStart(account)))
                        .withFirstIds(records.firstIds()));
            }
        }
    }

    private long logStart(IngestAccount account) {
        return reading.state().log(account.row().partition()).start();
    }

    private static Gap gap(String equation, IngestAccount account, long lacking) {
        long expected = account.position() - account.row().start();
        return Gap.of(equation, account.row().partition(), expected, expected - lacking, "");
    }

    private PartitionState describe(IngestAccount account, long logStart, long end) {
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
