package io.sightline.camel;

import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.Quotation;
import io.sightline.frame.Identities;
import io.sightline.lifecycle.CommandRequest;
import io.sightline.lifecycle.CommandRequests;
import io.sightline.lifecycle.KnownModels;
import io.sightline.lifecycle.ModelAction;
import io.sightline.query.CommandAnswer;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Exchange;

/** Commands on models: asks the promoter for them and tells what became of them. */
public final class CommandModel {
    private final KnownModels models;
    private final CommandRequests requests;

    public CommandModel(KnownModels models, CommandRequests requests) {
        this.models = models;
        this.requests = requests;
    }

    /**
     * Headers in: name, version, Idempotency-Key. Body out: the operation.
     *
     * @throws PermanentFailure MODEL_UNKNOWN, and INVALID_PARAMETER for a version with blanks around it
     */
    public void rollback(Exchange exchange) throws SQLException {
        request(exchange, ModelAction.ROLLBACK);
    }

    /** The same. */
    public void pin(Exchange exchange) throws SQLException {
        request(exchange, ModelAction.PIN);
    }

    /** Headers in: name, Idempotency-Key. Body out: the operation. */
    public void unpin(Exchange exchange) throws SQLException {
        request(exchange, ModelAction.UNPIN);
    }

    /**
     * Header in: id. Body out: the operation.
     *
     * @throws PermanentFailure NOT_FOUND when no command on a model has this id
     */
    public void answer(Exchange exchange) throws SQLException {
        var id = exchange.getMessage().getHeader("id", String.class);
        var command = requests.find(UUID.fromString(id))
                .orElseThrow(() -> new PermanentFailure(FailureCode.NOT_FOUND, "There is no operation " + id + "."));
        JsonBody.set(exchange.getMessage(), CommandAnswer.of(command));
    }

    private void request(Exchange exchange, ModelAction action) throws SQLException {
        var message = exchange.getMessage();
        var name = message.getHeader("name", String.class);
        CallNotes.of(exchange).ifPresent(notes -> notes.aboutModel(name));
        models.require(name);
        var version = Optional.ofNullable(message.getHeader("version", String.class));
        version.ifPresent(CommandModel::requireBare);
        var caller = CurrentCaller.of(exchange);
        var key = Optional.ofNullable(message.getHeader("Idempotency-Key", String.class));
        var command = requests.request(new CommandRequest(
                key.map(text -> Identities.command(caller.clientId(), text)).orElseGet(UUID::randomUUID),
                key.isPresent(),
                name,
                action,
                version,
                caller.subject()));
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, 202);
        message.setHeader("Location", "/v1/operations/" + command.id());
        JsonBody.set(message, CommandAnswer.of(command));
    }

    /** It would be asked for as it stands, and be found nowhere. */
    private static void requireBare(String version) {
        if (!version.equals(version.strip())) {
            throw new PermanentFailure(
                    FailureCode.INVALID_PARAMETER,
                    "version must not begin or end with a blank, was '" + Quotation.of(version)
                            + "'; leave the blank out.");
        }
    }
}
