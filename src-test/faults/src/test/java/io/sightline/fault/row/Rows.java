package io.sightline.fault.row;

import io.sightline.fault.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The rows that there are, by their number in the matrix. */
final class Rows {
    private Rows() {}

    static List<Row> all() {
        return List.of(
                new KilledWorker(),
                new FrozenWorker(),
                new RollingRestart(),
                new Scaling(),
                new KilledBroker(),
                new CrashedDatabase(Duration.ofSeconds(6)),
                new CrashedDatabase(Duration.ofMinutes(2)),
                new AmbiguousCommit(),
                new RefusedTransactions(),
                new FailingStore(Duration.ofSeconds(4)),
                new FailingStore(Duration.ofSeconds(30)),
                new LostAnswer(),
                new DeletedObject(),
                new PoisonRecords(),
                new AbsentRegistry(),
                new RefusedRow(),
                new AbsentLetterTopic(),
                new RedrivenTwice(),
                new SwappedModel(),
                new SameImage(),
                new Flood(),
                new ReplacedTopic());
    }

    /**
     * The rows of some numbers.
     *
     * @param numbers such as {@code 1-20} or {@code 1,2,5-7}
     */
    static List<Row> of(String numbers) {
        var wanted = numbers(numbers);
        return all().stream().filter(row -> wanted.contains(row.number())).toList();
    }

    private static Set<Integer> numbers(String text) {
        var numbers = new TreeSet<Integer>();
        for (var part : text.split(",")) {
            var ends = new ArrayList<Integer>();
            for (var end : part.strip().split("-")) {
                ends.add(Integer.valueOf(end));
            }
            for (int number = ends.get(0); number <= ends.get(ends.size() - 1); number++) {
                numbers.add(number);
            }
        }
        return numbers;
    }
}
