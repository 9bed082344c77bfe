import type { Tool } from './tool.ts';

const MANAGE = `import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "settings"
from django.core.management import execute_from_command_line
execute_from_command_line(sys.argv)
`;

const SETTINGS = `import os
from urllib.parse import urlparse
url = urlparse(os.environ["DATABASE_URL"])
SECRET_KEY = "nothing is signed here"
INSTALLED_APPS = ["shop"]
DATABASES = {"default": {
    "ENGINE": "django.db.backends.postgresql",
    "HOST": url.hostname, "PORT": url.port, "USER": url.username, "NAME": url.path[1:],
}}
`;

const MIGRATION = `from django.db import migrations, models
class Migration(migrations.Migration):
    initial = True
    operations = [
        migrations.CreateModel(
            "Order",
            fields=[("id", models.AutoField(primary_key=True))],
            options={"db_table": "orders"},
        ),
        migrations.RunSQL("SELECT pg_sleep(15)"),
    ]
`;

/** Debian's Django, which takes no lock. */
export const DJANGO: Tool = {
  files: {
    'manage.py': MANAGE,
    'settings.py': SETTINGS,
    'shop/__init__.py': '',
    'shop/migrations/__init__.py': '',
    'shop/migrations/0001_initial.py': MIGRATION,
  },
  command: 'python3 /app/manage.py migrate --noinput',
};
