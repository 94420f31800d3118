package io.sightline.runtime;

import io.sightline.doctor.Check;
import io.sightline.doctor.Finding;
import io.sightline.doctor.Subject;
import io.sightline.failure.FailureClassifier;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Checks that say of what would end start-up the same as start-up does. */
final class ExaminedChecks {
    private ExaminedChecks() {}

    /** @param wayOut where nothing better is known */
    static Check check(String name, String wayOut, Check.SingleQuestion question) {
        return Check.of(name, wayOut, likeStartup(name, question));
    }

    /** @param waysOut what to do where nothing better is known, by the exception */
    static Check check(String name, Function<Throwable, String> waysOut, Check.SingleQuestion question) {
        return Check.of(name, waysOut, likeStartup(name, question));
    }

    private static Check.SingleQuestion likeStartup(String name, Check.SingleQuestion question) {
        return () -> {
            try {
                return question.ask();
            } catch (RuntimeException e) {
                return ofStartup(name, e).orElseThrow(() -> e);
            }
        };
    }

    /** What start-up says of a failure, where it would end with words of its own. */
    static Optional<Finding> ofStartup(String name, RuntimeException failure) {
        return FailureClassifier.causes(failure).stream()
                .filter(StartupException.class::isInstance)
                .map(StartupException.class::cast)
                .findFirst()
                .map(known -> Finding.fail(name, String.valueOf(known.getMessage()), known.action()));
    }

    /** A check that these stages do without. */
    static Check skipped(String name, String why) {
        return Check.of(name, "", () -> Finding.skipped(name, why));
    }

    /** What cannot even be asked, because a setting makes no sense, is one failure. */
    static Subject guarded(String name, Supplier<Subject> making) {
        return allGuarded(name, () -> List.of(making.get())).get(0);
    }

    /** The same for several subjects. */
    static List<Subject> allGuarded(String name, Supplier<List<Subject>> making) {
        try {
            return making.get();
        } catch (RuntimeException e) {
            return List.of(Subject.of(check(name, "Mend the setting.", () -> {
                throw e;
            })));
        }
    }
}
