/** Follows Pipes and Kamelets of a Kubernetes API server, and tells it how the Pipes fare. */
@NullMarked
package io.sightline.cluster;

import org.jspecify.annotations.NullMarked;
