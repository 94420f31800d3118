package io.sightline.camel;

import io.micrometer.core.instrument.MeterRegistry;
import io.sightline.delivery.RedriveLetter;
import io.sightline.delivery.RedriveQueue;
import io.sightline.failure.Dependency;
import io.sightline.failure.FailureClassifier;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.TransientFailure;
import io.sightline.gate.Dependents;
import io.sightline.gate.Gates;
import java.io.IOException;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends dead letters that a redrive has marked through {@code direct:redrive-letter}, one after the other, as long as
 * one is due and all that it needs is there.
 */
public final class RedriveLetters implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger(RedriveLetters.class);
    private static final String GROUP = "sightline-redrive";

    private final Letters letters;
    private final Set<String> topics;
    private final Gates gates;
    private final Dependents dependents;
    private final FailureClassifier classifier;
    private final MeterRegistry meters;
    private boolean failing;

    /**
     * @param letters where the letters are
     * @param topics the only topics that records are sent to
     */
    public RedriveLetters(
            Letters letters,
            Set<String> topics,
            Gates gates,
            Dependents dependents,
            FailureClassifier classifier,
            MeterRegistry meters) {
        this.letters = letters;
        this.topics = Set.copyOf(topics);
        this.gates = gates;
        this.dependents = dependents;
        this.classifier = classifier;
        this.meters = meters;
    }

    /** Gives the next letter that is due to a sender, and puts off what cannot be sent now; false when none is due. */
    @FunctionalInterface
    public interface Letters {
        boolean sendNext(RedriveQueue.Sender sender) throws SQLException;
    }

    @Override
    public void process(Exchange exchange) {
        var camel = exchange.getContext();
        try (var template = camel.createProducerTemplate()) {
            while (mayGoOn(camel) && letters.sendNext(letter -> send(template, letter))) {
                succeeds();
            }
        } catch (SQLException | IOException | RuntimeException e) {
            fails(String.valueOf(classifier.classify(e).getMessage()));
        }
    }

    private boolean mayGoOn(CamelContext camel) {
        return !camel.isStopping()
                && gates.firstClosed(dependents.ofGroup(GROUP)).isEmpty();
    }

    private Optional<String> send(ProducerTemplate template, RedriveLetter letter) {
        if (!letter.isPicture() && !topics.contains(letter.record().topic())) {
            return refuse("unknown topic");
        }
        gates.firstClosed(needed(letter)).ifPresent(away -> {
            throw new TransientFailure(
                    FailureCode.DEPENDENCY_UNAVAILABLE, away.label() + " is away; the letter waits", null, away);
        });
        var sent = template.send("direct:redrive-letter", exchange -> {
            exchange.setProperty(Keys.STAGE, letter.stage());
            exchange.setProperty(Keys.REDRIVE_LETTER, letter);
            letter.claim().ifPresent(claim -> exchange.setProperty(Keys.CLAIM, claim));
            exchange.getMessage().setBody(letter.record().value());
        });
        LogContext.clear();
        if (sent.getException() == null) {
            count("sent");
            return Optional.empty();
        }
        if (FailurePolicy.isStepAway(sent.getException())) {
            throw new TransientFailure(
                    FailureCode.DEPENDENCY_UNAVAILABLE, "the process ends; the letter waits", sent.getException());
        }
        var failure = classifier.classify(sent.getException());
        if (failure instanceof PermanentFailure permanent) {
            LOG.atWarn()
                    .addKeyValue("letter", letter.eventId())
                    .addKeyValue("record", letter.record().position())
                    .addKeyValue("cause", failure.getMessage())
                    .log("a dead letter cannot be redriven and is open again");
            return refuse(why(permanent));
        }
        throw failure;
    }

    /**
     * What its stage needs beyond what each redrive does: there is no use in having it wait in a topic instead. The
     * sink needs nothing more; that its letters' topic needs the store too is looked after by the gate of that topic.
     */
    private Set<Dependency> needed(RedriveLetter letter) {
        var needed = EnumSet.noneOf(Dependency.class);
        needed.addAll(dependents.ofStage(letter.stage()));
        letter.claim().ifPresent(claim -> needed.add(Dependency.S3));
        return needed;
    }

    private Optional<String> refuse(String why) {
        count("skipped");
        return Optional.of(why);
    }

    private void count(String outcome) {
        meters.counter("sightline.redrive.letters", "outcome", outcome).increment();
    }

    private void succeeds() {
        if (failing) {
            failing = false;
            LOG.info("dead letters are redriven again");
        }
    }

    private void fails(String cause) {
        if (!failing) {
            failing = true;
            LOG.atWarn()
                    .addKeyValue("cause", cause)
                    .log("no dead letter can be redriven now; it is tried again, and nothing is lost");
        }
    }

    private static String why(PermanentFailure failure) {
        return switch (failure.code()) {
            case CLAIM_MISSING -> "original missing";
            case CLAIM_CORRUPT -> "original corrupt";
            default -> "not sendable";
        };
    }
}
