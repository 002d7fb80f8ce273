from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tips', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='tip',
            name='wrote_hour',
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
