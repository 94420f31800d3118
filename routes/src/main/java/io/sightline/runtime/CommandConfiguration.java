package io.sightline.runtime;

import io.sightline.camel.CarryOutCommand;
import io.sightline.camel.WaitingCommands;
import io.sightline.failure.FailureClassifier;
import io.sightline.lifecycle.CommandDesk;
import io.sightline.lifecycle.Lease;
import io.sightline.lifecycle.ModelArtifacts;
import io.sightline.lifecycle.ModelCommands;
import io.sightline.lifecycle.ModelStates;
import io.sightline.lifecycle.PinWishes;
import io.sightline.lifecycle.PollNotes;
import io.sightline.lifecycle.Polls;
import io.sightline.lifecycle.Roster;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What carries out commands on models. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnStage(Stage.PROMOTE)
class CommandConfiguration {
    @Bean
    CommandDesk commandDesk(
            Lease promoterLease,
            Roster roster,
            ModelCommands commands,
            ModelStates states,
            ModelArtifacts artifacts,
            Polls polls,
            PollNotes notes,
            FailureClassifier classifier,
            StorageProperties storage) {
        return new CommandDesk(
                promoterLease, roster, commands, states, artifacts, polls, notes, classifier, storage.bucket());
    }

    @Bean
    PinWishes pinWishes(ModelCommands commands, ModelArtifacts artifacts) {
        return new PinWishes(commands, artifacts);
    }

    @Bean
    WaitingCommands waitingCommands(CommandDesk desk) {
        return new WaitingCommands(desk);
    }

    @Bean
    CarryOutCommand carryOutCommand(CommandDesk desk) {
        return new CarryOutCommand(desk);
    }
}
