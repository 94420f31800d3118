package io.sightline.cluster;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Shows in every build without a cluster that something was left out. */
class ClusterNoticeTest {
    @Test
    void theTestsAgainstAKubernetesClusterAreNotPartOfThisBuild() {
        Assumptions.abort("they need a cluster: mvn verify -Pcluster runs them against the one that KUBECONFIG names");
    }
}
