/** What the promotion of models needs of MLflow: its registry, its artifacts, and what its webhooks send. */
@NullMarked
package io.sightline.mlflow;

import org.jspecify.annotations.NullMarked;
