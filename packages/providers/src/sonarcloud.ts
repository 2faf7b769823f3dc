import type { Provider } from "@hooks/core";

/**
 * SonarQube Cloud and Server: https://docs.sonarsource.com/sonarqube-cloud/advanced-setup/webhooks/
 *
 * The only event is the end of an analysis, which is known by its task. The scheme is as several integrations have it.
 */
export const sonarcloud: Provider = {
  id: "sonarcloud",
  name: "SonarQube",
  docs: "https://docs.sonarsource.com/sonarqube-cloud/advanced-setup/webhooks/",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "x-sonar-webhook-hmac-sha256" },
    encoding: "hex",
    content: "{body}",
  },
  deliveryId: { json: "taskId" },
};
